using System.Collections.Immutable;
using Xmrl.Numerics.Validation;

namespace Xmrl.Import.Running;

/// <summary>What a policy from elsewhere is imported as.</summary>
internal sealed record ImportSettings : IValidated
{
    /// <summary>The experiment whose settings hold where nothing else is said, as in <c>xmrl train</c>.</summary>
    public string Experiment { get; init; } = "";

    /// <summary>Id of the environment; null for the experiment's.</summary>
    public string? Environment { get; init; }

    /// <summary>The learner that adapts the policy, as in <c>xmrl train</c>; null for the experiment's.</summary>
    public string? Learner { get; init; }

    /// <summary>Further settings, each as key.key=value, as with --set.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>How the file is read.</summary>
    public WeightSettings Weights { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (Experiment.Length == 0)
        {
            yield return new ValidationError(nameof(Experiment), "the experiment whose settings hold", "none");
        }
    }
}
