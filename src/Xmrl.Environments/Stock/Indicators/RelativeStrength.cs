namespace Xmrl.Environments.Stock.Indicators;

/// <summary>RSI: the share of rises in the smoothed moves of the close.</summary>
internal static class RelativeStrength
{
    /// <summary>RSI_t = 100·U_t / (U_t + D_t), U and D Wilder's means (α = 1/n) of rises and falls of the close; the first day moves by
    /// 0.</summary>
    /// <param name="closes">Shape [D].</param>
    /// <param name="days">n ≥ 1.</param>
    /// <param name="values">Receives RSI in [0, 100]; 50 as long as nothing has moved. Shape [D]; no overlap with the closes.</param>
    /// <exception cref="ArgumentException">The lengths differ, or n is not positive.</exception>
    public static void Compute(ReadOnlySpan<double> closes, int days, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        Lengths.Require(closes.Length, values.Length, nameof(values));
        double[] rises = new double[closes.Length];
        double[] falls = new double[closes.Length];
        for (int t = 1; t < closes.Length; t++)
        {
            double move = closes[t] - closes[t - 1];
            rises[t] = Math.Max(move, 0);
            falls[t] = Math.Max(-move, 0);
        }

        MovingAverage.Exponential(rises, 1.0 / days, rises);
        MovingAverage.Exponential(falls, 1.0 / days, falls);
        for (int t = 0; t < rises.Length; t++)
        {
            double both = rises[t] + falls[t];
            values[t] = both > 0 ? 100 * rises[t] / both : 50;
        }
    }
}
