namespace Xmrl.Statistics;

/// <summary>Student's t-test of paired differences, for two methods on the same tasks with common random numbers.</summary>
/// <seealso href="https://doi.org/10.2307/2331554">Student (1908), The probable error of a mean.</seealso>
internal static class PairedTTest
{
    /// <summary>Tests whether the mean difference is zero.</summary>
    /// <param name="first">Scores of one method, finite. Shape [n], n ≥ 1.</param>
    /// <param name="second">Scores of the other in the same order, finite. Shape [n].</param>
    /// <returns>Mean difference and the two-sided p-value. One difference, or differences that are one number up to the rounding of the
    /// scores, have no p-value: they hold no information on the noise.</returns>
    /// <exception cref="ArgumentException">Lengths differ, n &lt; 1, or a value is not finite.</exception>
    public static PairedTTestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] differences = StudentMean.Differences(first, second, out double magnitude);
        TestStatus status = differences.Length < 2 ? TestStatus.TooFew : TestStatus.NoVariance;
        return StudentMean.PValue(differences, magnitude) is { } p
            ? new(Moments.MeanOf(differences), p, TestStatus.Tested)
            : new(Moments.MeanOf(differences), null, status);
    }
}
