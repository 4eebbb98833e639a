namespace Xmrl.Runs.Reports.Pictures;

/// <summary>What one episode with mean actions did.</summary>
internal sealed record ReportEpisode
{
    /// <summary>Id of the task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Before or after the repair.</summary>
    public required ReportPhase Phase { get; init; }

    /// <summary>Whether the policy was adapted to the task.</summary>
    public bool IsAdapted { get; init; } = true;

    /// <summary>Sum of rewards; null where it was not a number.</summary>
    public double? Return { get; init; }

    /// <summary>Whether it ended in success; null where the environment has none.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>What it did.</summary>
    public IReadOnlyList<ReportMark> Marks { get; init; } = [];

    /// <summary>Figures that belong to it; episodes of one run have the same ones in the same order.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];
}
