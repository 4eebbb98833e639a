namespace Xmrl.Runs.Reports;

/// <summary>The way that one episode took through the room.</summary>
internal sealed record ReportPath
{
    /// <summary>Id of the task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Before or after the repair.</summary>
    public required ReportPathPhase Phase { get; init; }

    /// <summary>Positions as [x, y] in order of time.</summary>
    public double[][] Points { get; init; } = [];

    /// <summary>True where the episode reached its goal.</summary>
    public required bool Succeeded { get; init; }
}
