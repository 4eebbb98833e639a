using System.Collections.Immutable;
using Xmrl.Numerics.Validation;

namespace Xmrl.Experiments.Methods;

/// <summary>How a repair is confirmed before it replaces the base policy.</summary>
public sealed record ConfirmSettings : IValidated
{
    /// <summary>Fresh tasks, neither validation nor test tasks, on which the decision is made, in [0, 100000]; 0 for no decision, 1 is too
    /// few. Default 100 (chosen by us: as many as test tasks).</summary>
    /// <unit>tasks</unit>
    public int Tasks { get; init; } = 100;

    /// <summary>Methods among which the best confirmed one is chosen; p-values are corrected for their number.</summary>
    public ImmutableArray<MethodName> Candidates { get; init; } = ["prescribed"];

    /// <summary>Largest corrected p-value, one-sided, with which a candidate beats the base policy, in (0, 1). Default 0.05
    /// (convention).</summary>
    /// <unit>probability</unit>
    public double Level { get; init; } = 0.05;

    /// <summary>Largest share of tasks that may lose more than scoring.degradedBy, in [0, 1]. Default 0.05 (xmrl, Section 4: fewer than 5 %
    /// of tasks degrade).</summary>
    /// <unit>share</unit>
    public double DegradedShare { get; init; } = 0.05;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (Tasks == 1)
        {
            yield return new ValidationError(nameof(Tasks), "0, or at least 2 for a test", "1");
        }

        if (Candidates.IsEmpty || Candidates.Distinct().Count() != Candidates.Length)
        {
            yield return new ValidationError(nameof(Candidates), "at least one method, each once", string.Join(", ", Candidates));
        }

        foreach (ValidationError error in (IEnumerable<ValidationError>)
            [
                .. NumberRange.Closed(0, 100_000).Check(nameof(Tasks), Tasks),
                .. NumberRange.Open(0, 1).Check(nameof(Level), Level),
                .. NumberRange.Closed(0, 1).Check(nameof(DegradedShare), DegradedShare),
            ])
        {
            yield return error;
        }
    }
}
