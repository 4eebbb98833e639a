namespace Xmrl.Runs.Reports;

/// <summary>Time of one phase.</summary>
/// <param name="Name">Phase, such as "gradients".</param>
/// <param name="Seconds">Seconds, ≥ 0.</param>
internal sealed record ReportPhaseTime(string Name, double Seconds);
