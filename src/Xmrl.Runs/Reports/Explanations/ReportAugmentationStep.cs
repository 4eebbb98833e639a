namespace Xmrl.Runs.Reports.Explanations;

/// <summary>One iteration of learning the law of λ.</summary>
internal sealed record ReportAugmentationStep
{
    /// <summary>Iteration, counted from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>Estimated information that the mixing adds, in nats; null where it was not a number.</summary>
    public double? Information { get; init; }

    /// <summary>Lower bound of the true information, in nats.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper bound of the true information, in nats.</summary>
    public double? Upper { get; init; }

    /// <summary>Mean of λ under the law, in [0, 1].</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation of λ under the law, in [0, ½].</summary>
    public double? StandardDeviation { get; init; }
}
