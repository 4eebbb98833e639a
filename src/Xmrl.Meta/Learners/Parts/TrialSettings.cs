using Xmrl.Numerics.Validation;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>Trials of several trajectories of one task, over which memory lasts.</summary>
public sealed record TrialSettings : IValidated
{
    /// <summary>Trajectories E of a trial, in [1, 1000]. Default 2 (Rothfuss et al. 2019, author code).</summary>
    /// <unit>trajectories</unit>
    public int Trajectories { get; init; } = 2;

    /// <summary>Which rewards an action is credited with. Default all later ones of the trial (Duan et al. 2016).</summary>
    public TrialCredit Credit { get; init; } = TrialCredit.Trial;

    /// <summary>What comes after the last step of a trial. Default nothing: its length is fixed, and the value is told the time.</summary>
    public TrialEnd End { get; init; } = TrialEnd.Terminal;

    /// <summary>Whether the linear value sees the memory, besides time, observation and rewards so far. Default true (chosen by us,
    /// untested).</summary>
    public bool ValuesMemory { get; init; } = true;

    /// <summary>Steps after which back-propagation through time is truncated, in [0, 1000000]; 0 for whole trials. Default 0.</summary>
    /// <unit>steps</unit>
    public int Window { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        foreach (ValidationError error in (IEnumerable<ValidationError>)[
            .. NumberRange.Closed(1, 1_000).Check(nameof(Trajectories), Trajectories),
            .. NumberRange.Closed(0, 1_000_000).Check(nameof(Window), Window),
        ])
        {
            yield return error;
        }

        if (Credit == TrialCredit.Trajectory && End == TrialEnd.Bootstrap)
        {
            yield return new ValidationError(nameof(End), "terminal with credit: trajectory", "bootstrap");
        }
    }
}
