using Xmrl.Numerics.Validation;

namespace Xmrl.Experiments.Settings;

/// <summary>How poorly adapted tasks are found.</summary>
public sealed record PoorSettings : IValidated
{
    /// <summary>Worst validation tasks that count as poor, in [1, 10000]. Default 3 (xmrl, Section 5, Experiment I).</summary>
    /// <unit>tasks</unit>
    public int Count { get; init; } = 3;

    /// <summary>Score below which an adapted task counts as poor, on the selecting and on fresh episodes, finite; null for no such limit.
    /// With a limit, fewer than <see cref="Count"/> tasks may be poor, or none. Default null (xmrl has none).</summary>
    /// <unit>units of the score</unit>
    public double? Below { get; init; }

    /// <summary>Worst share of test tasks under the base policy that the report calls poor, in (0, 1). Default 0.2 (chosen by us: the paper
    /// does not define it; xmrl, Appendix M.3 takes 20 % for HalfCheetah and Ant).</summary>
    /// <unit>share</unit>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Independent adaptations per task when selecting, in [1, 1000]; figures are measured on other episodes. Default 4 (chosen by
    /// us, untested).</summary>
    /// <unit>adaptations</unit>
    public int SelectionRepeats { get; init; } = 4;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 10_000).Check(nameof(Count), Count),
        .. Below is { } below ? NumberRange.Finite.Check(nameof(Below), below) : [],
        .. NumberRange.Open(0, 1).Check(nameof(TestShare), TestShare),
        .. NumberRange.Closed(1, 1000).Check(nameof(SelectionRepeats), SelectionRepeats),
    ];
}
