namespace Xmrl.Runs.Reports;

/// <summary>One point of a curve.</summary>
/// <param name="X">Iteration, environment step or adaptation step.</param>
/// <param name="Y">Value; null where it was not a number, which breaks the line.</param>
/// <param name="Low">Lower end of the interval, or null.</param>
/// <param name="High">Upper end of the interval, or null.</param>
internal sealed record ReportCurvePoint(double X, double? Y, double? Low = null, double? High = null);
