namespace Xmrl.Runs.Reports;

/// <summary>Where the time of the run went.</summary>
internal sealed record ReportProfile
{
    /// <summary>Seconds per phase, summed over workers: environment, policy inference, gradients, reduction, input/output.</summary>
    public IReadOnlyList<ReportPhaseTime> Phases { get; init; } = [];

    /// <summary>Environment steps per wall-clock second; null where not measured.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Cores in use on average; null where not measured.</summary>
    public double? CoresUsed { get; init; }
}
