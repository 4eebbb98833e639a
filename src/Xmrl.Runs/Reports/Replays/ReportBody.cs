namespace Xmrl.Runs.Reports.Replays;

/// <summary>A body that is drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">What it belongs to; bodies of one group have one colour.</param>
internal sealed record ReportBody(string Name, string Group);
