namespace Xmrl.Runs.Reports;

/// <summary>One stage of the pipeline and what it cost.</summary>
internal sealed record ReportStage
{
    /// <summary>Name, such as "Meta-training" or "Retraining: Continued".</summary>
    public required string Name { get; init; }

    /// <summary>Iterations done, ≥ 0.</summary>
    public required long Iterations { get; init; }

    /// <summary>Environment steps taken, ≥ 0.</summary>
    public required long Interactions { get; init; }

    /// <summary>Wall-clock seconds, ≥ 0.</summary>
    public required double Seconds { get; init; }
}
