using MathNet.Numerics.Distributions;

namespace Xmrl.Explain.Statistics;

/// <summary>Student's t for the mean of a few independent values: exact where they are normal, and wider than any bootstrap.</summary>
/// <seealso href="https://doi.org/10.2307/2331554">Student (1908), The probable error of a mean.</seealso>
public static class StudentMean
{
    /// <summary>The mean and its interval.</summary>
    /// <param name="values">Independent values, finite. Shape [n], n ≥ 2.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>mean ± t_(n−1)·s/√n.</returns>
    /// <exception cref="ArgumentException">n &lt; 2, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> lies outside (0, 1).</exception>
    public static Interval Interval(ReadOnlySpan<double> values, double level = 0.95)
    {
        SampleGuard.Check(values, 2, nameof(values));
        SampleGuard.CheckOpenShare(level, nameof(level));
        (int count, double mean, double deviation) = Moments.Of(values);
        double reach = StudentT.InvCDF(0, 1, count - 1, 0.5 * (1 + level)) * deviation / Math.Sqrt(count);
        return new(mean, mean - reach, mean + reach);
    }

    /// <summary>Probability of a t statistic at least as far from 0, if the expectation is 0.</summary>
    /// <param name="t">The t statistic; infinite where all values are one number other than 0.</param>
    /// <param name="degreesOfFreedom">n − 1 ≥ 1.</param>
    /// <returns>The two-sided p-value, in [0, 1].</returns>
    public static double PValue(double t, int degreesOfFreedom) => double.IsInfinity(t) ? 0 : 2 * StudentT.CDF(0, 1, degreesOfFreedom, -Math.Abs(t));

    /// <summary>Tests whether the expectation is 0.</summary>
    /// <param name="values">Independent values, finite. Shape [n], n ≥ 2.</param>
    /// <returns>The two-sided p-value; where all values are one number, 1 for 0 and 0 for any other.</returns>
    /// <exception cref="ArgumentException">n &lt; 2, or a value is not finite.</exception>
    public static double PValue(ReadOnlySpan<double> values)
    {
        SampleGuard.Check(values, 2, nameof(values));
        (int count, double mean, double deviation) = Moments.Of(values);
        return mean == 0 ? 1 : PValue(mean / (deviation / Math.Sqrt(count)), count - 1);
    }
}
