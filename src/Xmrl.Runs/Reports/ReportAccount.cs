namespace Xmrl.Runs.Reports;

/// <summary>One account over the days of <see cref="ReportTrading"/>: one episode with mean actions after adaptation.</summary>
internal sealed record ReportAccount
{
    /// <summary>Id of the task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Before or after the repair.</summary>
    public required ReportPathPhase Phase { get; init; }

    /// <summary>The turbulence above which the task's investor does not want to buy.</summary>
    public required double Threshold { get; init; }

    /// <summary>Sum of rewards of the episode.</summary>
    public required double Return { get; init; }

    /// <summary>Cash and holdings on each day, before trading. Shape [T].</summary>
    public double[] Values { get; init; } = [];

    /// <summary>Amount bought on each day; 0 on the last. Shape [T].</summary>
    public double[] Bought { get; init; } = [];

    /// <summary>Amount sold on each day; 0 on the last. Shape [T].</summary>
    public double[] Sold { get; init; } = [];
}
