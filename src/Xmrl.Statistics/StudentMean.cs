using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Xmrl.Statistics;

/// <summary>
/// Student's t for the mean of independent values: exact where they are normal. Values without variance have neither interval nor
/// p-value.
/// </summary>
/// <seealso href="https://doi.org/10.2307/2331554">Student (1908), The probable error of a mean.</seealso>
internal static class StudentMean
{
    /// <summary>Values that vary by less than this many units in the last place are one number, rounded.</summary>
    private const double RoundingUnits = 8;
    private const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>The mean and its interval.</summary>
    /// <param name="values">Independent values, finite. Shape [n], n ≥ 1.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <param name="magnitude">Size of the numbers that the values are differences of, ≥ 0; a spread within the rounding of these is
    /// none. 0 for values that are no differences.</param>
    /// <returns>mean ± t_(n−1)·s/√n; no interval for one value, or values without variance.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> lies outside (0, 1).</exception>
    public static Interval Interval(ReadOnlySpan<double> values, double level = 0.95, double magnitude = 0)
    {
        SampleGuard.CheckOpenShare(level, nameof(level));
        (int count, double mean, double deviation) = Moments.Of(values);
        if (count < 2 || IsRounding(deviation, values, magnitude))
        {
            return Statistics.Interval.None(mean, count < 2 ? TooFew(count) : Statistics.Interval.NoVariance);
        }

        double reach = Quantile(level, count - 1) * deviation / Math.Sqrt(count);
        return new(mean, mean - reach, mean + reach);
    }

    /// <summary>Mean of after − before, with its interval.</summary>
    /// <param name="after">Scores of the method under test, finite. Shape [n], n ≥ 1.</param>
    /// <param name="before">Scores of its reference in the same order, finite. Shape [n].</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>As <see cref="Interval(ReadOnlySpan{double}, double, double)"/> of the differences, whose rounding is that of the
    /// scores.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no value, or one is not finite.</exception>
    public static Interval Difference(ReadOnlySpan<double> after, ReadOnlySpan<double> before, double level = 0.95) =>
        Interval(Differences(after, before, out double magnitude), level, magnitude);

    /// <summary>Probability of a t statistic at least as far from 0, if the expectation is 0.</summary>
    /// <param name="t">The t statistic, finite.</param>
    /// <param name="degreesOfFreedom">n − 1 ≥ 1.</param>
    /// <returns>The two-sided p-value, in [0, 1].</returns>
    public static double PValue(double t, int degreesOfFreedom) => 2 * StudentT.CDF(0, 1, degreesOfFreedom, -Math.Abs(t));

    /// <summary>Probability of a t statistic of at most this, if the expectation is 0.</summary>
    /// <param name="t">The t statistic, finite.</param>
    /// <param name="degreesOfFreedom">n − 1 ≥ 1.</param>
    /// <returns>The one-sided p-value, in [0, 1].</returns>
    public static double Below(double t, int degreesOfFreedom) => StudentT.CDF(0, 1, degreesOfFreedom, t);

    /// <summary>Tests whether the expectation is 0.</summary>
    /// <param name="values">Independent values, finite. Shape [n], n ≥ 1.</param>
    /// <param name="magnitude">As in <see cref="Interval(ReadOnlySpan{double}, double, double)"/>.</param>
    /// <returns>The two-sided p-value; null for one value, or values without variance.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static double? PValue(ReadOnlySpan<double> values, double magnitude = 0)
    {
        (int count, double mean, double deviation) = Moments.Of(values);
        return count < 2 || IsRounding(deviation, values, magnitude) ? null : PValue(mean / (deviation / Math.Sqrt(count)), count - 1);
    }

    /// <summary>Differences of paired scores, and the size of these.</summary>
    /// <param name="after">Scores. Shape [n].</param>
    /// <param name="before">Scores in the same order. Shape [n].</param>
    /// <param name="magnitude">The largest absolute score.</param>
    /// <returns>after − before. Shape [n].</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no value, or one is not finite.</exception>
    public static double[] Differences(ReadOnlySpan<double> after, ReadOnlySpan<double> before, out double magnitude)
    {
        SampleGuard.CheckPaired(after, before, 1, nameof(after));
        magnitude = 0;
        double[] differences = new double[after.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = after[i] - before[i];
            magnitude = Math.Max(magnitude, Math.Max(Math.Abs(after[i]), Math.Abs(before[i])));
        }

        return differences;
    }

    /// <summary>The two-sided quantile of Student's law.</summary>
    internal static double Quantile(double level, int degreesOfFreedom) => StudentT.InvCDF(0, 1, degreesOfFreedom, 0.5 * (1 + level));

    /// <summary>The reason for too small a sample.</summary>
    internal static string TooFew(int count) => string.Create(CultureInfo.InvariantCulture, $"n = {count}");

    private static bool IsRounding(double deviation, ReadOnlySpan<double> values, double magnitude)
    {
        foreach (double value in values)
        {
            magnitude = Math.Max(magnitude, Math.Abs(value));
        }

        return deviation <= RoundingUnits * UnitRoundoff * magnitude;
    }
}
