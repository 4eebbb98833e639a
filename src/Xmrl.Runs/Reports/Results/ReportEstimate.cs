namespace Xmrl.Runs.Reports.Results;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Value">Point estimate.</param>
/// <param name="Low">Lower end; null where no interval could be taken.</param>
/// <param name="High">Upper end; null where no interval could be taken.</param>
/// <param name="NoInterval">Why none could be taken, in a few words; null where there is one.</param>
internal sealed record ReportEstimate(double Value, double? Low = null, double? High = null, string? NoInterval = null);
