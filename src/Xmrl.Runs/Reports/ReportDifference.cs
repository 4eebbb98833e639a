namespace Xmrl.Runs.Reports;

/// <summary>A paired difference of mean scores with its 95 % interval; positive favours the method.</summary>
/// <param name="Value">Mean difference.</param>
/// <param name="Low">Lower end; null where no interval could be taken.</param>
/// <param name="High">Upper end; null where no interval could be taken.</param>
/// <param name="P">Two-sided p-value of the paired t-test over tasks, in [0, 1]; null where not tested.</param>
public sealed record ReportDifference(double Value, double? Low = null, double? High = null, double? P = null);
