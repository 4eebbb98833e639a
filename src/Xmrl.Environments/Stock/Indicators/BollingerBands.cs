namespace Xmrl.Environments.Stock.Indicators;

/// <summary>Bollinger bounds: the 20-day mean of closes, plus and minus two sample standard deviations of the same days.</summary>
internal static class BollingerBands
{
    private const int Days = 20;
    private const double Deviations = 2;

    /// <summary>Upper and lower bound; on the first day, which has no deviation, both are the close.</summary>
    /// <param name="closes">Shape [D].</param>
    /// <param name="upper">Receives the upper bound. Shape [D].</param>
    /// <param name="lower">Receives the lower bound. Shape [D].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Compute(ReadOnlySpan<double> closes, Span<double> upper, Span<double> lower)
    {
        Lengths.Require(closes.Length, lower.Length, nameof(lower));
        double[] means = new double[closes.Length];
        MovingAverage.Simple(closes, Days, means);
        Lengths.Require(closes.Length, upper.Length, nameof(upper));
        for (int t = 0; t < means.Length; t++)
        {
            ReadOnlySpan<double> seen = MovingAverage.Window(closes, t, Days);
            double squares = 0;
            foreach (double close in seen)
            {
                squares += (close - means[t]) * (close - means[t]);
            }

            double deviation = seen.Length > 1 ? Math.Sqrt(squares / (seen.Length - 1)) : 0;
            upper[t] = means[t] + (Deviations * deviation);
            lower[t] = means[t] - (Deviations * deviation);
        }
    }
}
