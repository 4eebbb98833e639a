namespace Xmrl.Runs.Reports.Results;

/// <summary>A paired difference of mean scores with its 95 % interval; positive favours the method.</summary>
/// <param name="Value">Mean difference.</param>
/// <param name="Low">Lower end; null where no interval could be taken.</param>
/// <param name="High">Upper end; null where no interval could be taken.</param>
/// <param name="P">Two-sided p-value of the paired t-test over tasks, in [0, 1]; null where not tested.</param>
/// <param name="NoInterval">Why no interval could be taken, in a few words; null where there is one.</param>
/// <param name="NoTest">Why there is no test, such as "no variance"; null where there is one, or none was asked for.</param>
internal sealed record ReportDifference(
    double Value, double? Low = null, double? High = null, double? P = null, string? NoInterval = null, string? NoTest = null);
