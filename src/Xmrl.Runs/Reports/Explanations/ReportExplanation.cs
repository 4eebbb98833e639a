namespace Xmrl.Runs.Reports.Explanations;

/// <summary>How the critical tasks were found.</summary>
internal sealed record ReportExplanation
{
    /// <summary>Curvature of the influence: "Identity", "Exact" or "Fisher".</summary>
    public required string Method { get; init; }

    /// <summary>Spearman correlation in [−1, 1] between the rankings of independent replicates; null where not measured.</summary>
    public double? ReplicateCorrelation { get; init; }

    /// <summary>What the linear solver met, in one sentence: residual, iterations, curvature.</summary>
    public string? SolverStatus { get; init; }

    /// <summary>The weight that every task had at first, drawn as a reference; null draws none.</summary>
    public double? UniformWeight { get; init; }
}
