using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Statistics;

/// <summary>A mean with Student's t interval: exact for independent normal values, and wider than any bootstrap for a handful of seeds.</summary>
public static class MeanWithInterval
{
    /// <summary>The mean and its interval.</summary>
    /// <param name="values">Independent values, such as one mean score per seed, finite. Shape [n], n ≥ 2.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>mean ± t_(n−1)·s/√n.</returns>
    /// <exception cref="ArgumentException">n &lt; 2, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> lies outside (0, 1).</exception>
    public static Interval Value(ReadOnlySpan<double> values, double level = 0.95) => StudentMean.Interval(values, level);
}
