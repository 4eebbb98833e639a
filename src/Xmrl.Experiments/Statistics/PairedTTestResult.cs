namespace Xmrl.Experiments.Statistics;

/// <summary>Outcome of a paired t-test.</summary>
/// <param name="MeanDifference">Mean of first − second.</param>
/// <param name="T">t statistic; ±∞ where all differences are one number other than zero, 0 where all are zero.</param>
/// <param name="DegreesOfFreedom">n − 1.</param>
/// <param name="PValue">Two-sided, in [0, 1].</param>
public readonly record struct PairedTTestResult(double MeanDifference, double T, int DegreesOfFreedom, double PValue);
