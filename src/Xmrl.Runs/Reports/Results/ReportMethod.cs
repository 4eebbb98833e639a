namespace Xmrl.Runs.Reports.Results;

/// <summary>Results of one method on the test tasks, after adaptation.</summary>
internal sealed record ReportMethod
{
    /// <summary>Unique name, as in the other parts of the report.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>True for baselines of equal budget that might explain a gain.</summary>
    public bool IsControl { get; init; }

    /// <summary>True for the method that the run is about.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Seeds behind the figures, ≥ 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Mean over all test tasks.</summary>
    public ReportEstimate? Mean { get; init; }

    /// <summary>Interquartile mean over test tasks and seeds.</summary>
    public ReportEstimate? Iqm { get; init; }

    /// <summary>Mean over the poor test tasks.</summary>
    public ReportEstimate? Poor { get; init; }

    /// <summary>Mean over the other test tasks.</summary>
    public ReportEstimate? NonPoor { get; init; }

    /// <summary>Mean of this method's own worst 20 % of test tasks.</summary>
    public ReportEstimate? Cvar { get; init; }

    /// <summary>Share of non-poor test tasks that lost more than <see cref="ReportScore.DegradedBy"/>, in [0, 1].</summary>
    public double? DegradedShare { get; init; }

    /// <summary>Mean loss of those tasks in units of the score, ≥ 0.</summary>
    public double? DegradedMeanDrop { get; init; }

    /// <summary>Environment steps charged to the method, explanation and augmentation included.</summary>
    public required long Interactions { get; init; }

    /// <summary>Paired difference to the base policy.</summary>
    public ReportDifference? DifferenceToBase { get; init; }

    /// <summary>Paired difference to the base policy on the poor test tasks.</summary>
    public ReportDifference? PoorDifferenceToBase { get; init; }

    /// <summary>Paired difference to the base policy on the other test tasks.</summary>
    public ReportDifference? NonPoorDifferenceToBase { get; init; }

    /// <summary>Paired difference to the control that the report names.</summary>
    public ReportDifference? DifferenceToControl { get; init; }

    /// <summary>Paired difference to the control that the report names on the poor test tasks.</summary>
    public ReportDifference? PoorDifferenceToControl { get; init; }
}
