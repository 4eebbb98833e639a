namespace Xmrl.Runs.Reports.Explanations;

/// <summary>The learned mixing of states on the critical tasks.</summary>
internal sealed record ReportAugmentation
{
    /// <summary>Law of the mixing weight λ: "ClippedNormal", "LogitNormal" or "Beta".</summary>
    public required string Law { get; init; }

    /// <summary>Parameters of the law before and after learning.</summary>
    public IReadOnlyList<ReportLawParameter> Parameters { get; init; } = [];

    /// <summary>Density of λ before learning as [λ, density] in ascending order of λ ∈ [0, 1].</summary>
    public double[][] DensityBefore { get; init; } = [];

    /// <summary>Density of λ after learning, as above.</summary>
    public double[][] DensityAfter { get; init; } = [];

    /// <summary>Name of the information estimator that was ascended, such as "SmallSeparation".</summary>
    public required string Estimator { get; init; }

    /// <summary>What each iteration of the augmentation measured.</summary>
    public IReadOnlyList<ReportAugmentationStep> Steps { get; init; } = [];

    /// <summary>Share of mixed states that the environment refused, in [0, 1]; null where not counted.</summary>
    public double? InfeasibleShare { get; init; }
}
