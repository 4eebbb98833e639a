namespace Xmrl.Statistics;

/// <summary>Outcome of a paired t-test.</summary>
/// <param name="MeanDifference">Mean of first − second.</param>
/// <param name="PValue">Two-sided, in [0, 1]; null where the data allow no test, so that no comparison with it is true.</param>
/// <param name="Status">Whether they do.</param>
internal readonly record struct PairedTTestResult(double MeanDifference, double? PValue, TestStatus Status);
