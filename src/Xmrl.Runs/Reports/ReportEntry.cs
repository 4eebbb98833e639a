namespace Xmrl.Runs.Reports;

/// <summary>One line of a list of facts.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, as text.</param>
internal sealed record ReportEntry(string Name, string Value);
