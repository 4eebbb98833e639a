using Xmrl.Numerics.Validation;

namespace Xmrl.Statistics;

/// <summary>Two one-sided t-tests of paired differences: whether two methods differ by less than a margin.</summary>
/// <remarks>A test against a difference of zero that shows nothing does not show that there is none; this one can.</remarks>
/// <seealso href="https://doi.org/10.1007/BF01068419">Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
/// approach for assessing the equivalence of average bioavailability.</seealso>
internal static class EquivalenceTest
{
    /// <summary>Tests that the expected difference lies inside (−margin, margin).</summary>
    /// <param name="first">Scores of one method, finite. Shape [n], n ≥ 1.</param>
    /// <param name="second">Scores of the other in the same order, finite. Shape [n].</param>
    /// <param name="margin">Largest difference that counts as none, &gt; 0, in units of the score.</param>
    /// <returns>The larger of the two one-sided p-values, in [0, 1]: small where both ends of the margin are rejected. Null for one
    /// difference, or differences without variance.</returns>
    /// <exception cref="ArgumentException">Lengths differ, n &lt; 1, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is not a positive number.</exception>
    public static double? PValue(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double margin)
    {
        NumberRange.Positive.Require(margin, nameof(margin));
        double[] differences = StudentMean.Differences(first, second, out double magnitude);
        if (StudentMean.PValue(differences, magnitude) is null)
        {
            return null;
        }

        (int count, double mean, double deviation) = Moments.Of(differences);
        double error = deviation / Math.Sqrt(count);
        return Math.Max(
            StudentMean.Below(-(mean + margin) / error, count - 1),
            StudentMean.Below((mean - margin) / error, count - 1));
    }
}
