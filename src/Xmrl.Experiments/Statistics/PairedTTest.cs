using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Statistics;

/// <summary>Student's t-test of paired differences, for two methods on the same tasks with common random numbers.</summary>
/// <seealso href="https://doi.org/10.2307/2331554">Student (1908), The probable error of a mean.</seealso>
public static class PairedTTest
{
    /// <summary>Differences that vary by less than this many units in the last place of the inputs are one number, rounded.</summary>
    private const double RoundingUnits = 8;
    private const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>Tests whether the mean difference is zero.</summary>
    /// <param name="first">Scores of one method, finite. Shape [n], n ≥ 2.</param>
    /// <param name="second">Scores of the other in the same order, finite. Shape [n].</param>
    /// <returns>Mean difference, t, degrees of freedom and the two-sided p-value.</returns>
    /// <exception cref="ArgumentException">Lengths differ, n &lt; 2, or a value is not finite.</exception>
    /// <remarks>Without variance p is 1 for a zero and 0 for any other difference: the data hold no information on the noise.</remarks>
    public static PairedTTestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        SampleGuard.CheckPaired(first, second, 2, nameof(first));
        double[] differences = new double[first.Length];
        double largest = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = first[i] - second[i];
            largest = Math.Max(largest, Math.Max(Math.Abs(first[i]), Math.Abs(second[i])));
        }

        (int count, double mean, double deviation) = Moments.Of(differences);
        double rounding = RoundingUnits * UnitRoundoff * largest;
        if (deviation <= rounding)
        {
            return Math.Abs(mean) <= rounding
                ? new(mean, 0, count - 1, 1)
                : new(mean, mean > 0 ? double.PositiveInfinity : double.NegativeInfinity, count - 1, 0);
        }

        double t = mean / (deviation / Math.Sqrt(count));
        return new(mean, t, count - 1, StudentMean.PValue(t, count - 1));
    }
}
