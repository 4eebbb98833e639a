using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Improvement;

/// <summary>A difference of mean scores over the same tasks under common random numbers.</summary>
/// <param name="Interval">Mean difference with its 95 % bootstrap interval over tasks.</param>
/// <param name="PValue">Two-sided paired t-test over tasks; without variance 1 for a zero and 0 for any other difference.</param>
public readonly record struct PairedDifference(Interval Interval, double PValue);
