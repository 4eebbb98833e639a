namespace Xmrl.Statistics;

/// <summary>Interval of the mean of the worst scores: Student's t with the variance of what each score contributes.</summary>
/// <seealso href="https://doi.org/10.1093/jjfinec/nbm019">Chen (2008), Nonparametric estimation of expected shortfall: its asymptotic
/// variance.</seealso>
internal static class TailMeanInterval
{
    /// <summary>CVaR and its interval.</summary>
    /// <param name="sorted">Scores, ascending, finite. Shape [n].</param>
    /// <param name="share">Share of the tail in (0, 1); it holds two scores or more.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>CVaR ± t_(m−1)·s/√n, m scores in the tail, s the deviation of q − max(0, q − xᵢ)/share, q the greatest score of the tail;
    /// no interval where s is 0.</returns>
    public static Interval Of(ReadOnlySpan<double> sorted, double share, double level)
    {
        int count = sorted.Length, tail = (int)Math.Ceiling(share * count);
        double value = ConditionalValueAtRisk.Value(sorted, share);
        double edge = sorted[tail - 1];
        double[] contributions = new double[count];
        for (int i = 0; i < count; i++)
        {
            contributions[i] = edge - (Math.Max(0, edge - sorted[i]) / share);
        }

        if (StudentMean.Interval(contributions, level) is { Low: null })
        {
            return Interval.None(value, Interval.NoVariance);
        }

        double deviation = Moments.Of(contributions).StandardDeviation;
        double reach = StudentMean.Quantile(level, tail - 1) * deviation / Math.Sqrt(count);
        return new(value, value - reach, value + reach);
    }
}
