namespace Xmrl.Runs.Reports;

/// <summary>A remark about the run.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Text">A sentence for people.</param>
internal sealed record ReportStatus(ReportStatusLevel Level, string Text);
