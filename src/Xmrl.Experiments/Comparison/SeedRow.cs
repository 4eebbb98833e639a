using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>One method over several seeds; intervals are 95 % over seeds: of shares by their range, of returns and of differences Student's
/// t.</summary>
internal sealed record SeedRow
{
    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Mean score over test tasks, one per seed.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Mean over seeds.</summary>
    public required Interval Mean { get; init; }

    /// <summary>Standard deviation over seeds.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Mean score with the other kind of actions.</summary>
    public required double OtherActions { get; init; }

    /// <summary>Mean over the poor test tasks, over seeds.</summary>
    public required Interval Poor { get; init; }

    /// <summary>Share of the other test tasks that degraded against the base policy; null for itself.</summary>
    public double? DegradedShare { get; init; }

    /// <summary>Environment steps beyond the base policy, mean over seeds.</summary>
    public required double Interactions { get; init; }

    /// <summary>Paired difference to the base policy over seeds.</summary>
    public PairedDifference? ToBase { get; init; }

    /// <summary>Paired difference to Continued over seeds.</summary>
    public PairedDifference? ToControl { get; init; }

    /// <summary>The same on the poor test tasks.</summary>
    public PairedDifference? PoorToControl { get; init; }
}
