namespace Xmrl.Statistics;

/// <summary>
/// Interval of the interquartile mean: Student's t with the variance of the scores that are left when the outer ones are moved to the
/// ends of the middle (winsorised).
/// </summary>
/// <seealso href="https://www.jstor.org/stable/25049278">Tukey and McLaughlin (1963), Less vulnerable confidence and significance
/// procedures for location.</seealso>
internal static class TrimmedMeanInterval
{
    /// <summary>The interquartile mean and its interval.</summary>
    /// <param name="sorted">Scores, ascending, finite. Shape [n], n ≥ 4.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>m ± t_(h−1)·√(SSD/(h(h − 1))), h scores in the middle, SSD their winsorised sum of squares; no interval where that is
    /// 0.</returns>
    public static Interval Of(ReadOnlySpan<double> sorted, double level)
    {
        int cut = sorted.Length / 4, kept = sorted.Length - (2 * cut);
        double centre = InterquartileMean.Value(sorted);
        double[] moved = sorted.ToArray();
        Array.Fill(moved, sorted[cut], 0, cut);
        Array.Fill(moved, sorted[^(cut + 1)], moved.Length - cut, cut);
        if (StudentMean.Interval(moved, level) is { Low: null })
        {
            return Interval.None(centre, Interval.NoVariance);
        }

        double deviation = Moments.Of(moved).StandardDeviation;
        double error = deviation * Math.Sqrt((moved.Length - 1.0) / (kept * (kept - 1.0)));
        double reach = StudentMean.Quantile(level, kept - 1) * error;
        return new(centre, centre - reach, centre + reach);
    }
}
