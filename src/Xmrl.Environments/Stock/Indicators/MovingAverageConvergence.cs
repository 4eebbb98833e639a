namespace Xmrl.Environments.Stock.Indicators;

/// <summary>MACD: the exponential mean over a span of 12 days less that over 26.</summary>
internal static class MovingAverageConvergence
{
    private const int Fast = 12;
    private const int Slow = 26;

    /// <summary>MACD_t = EMA₁₂(close)_t − EMA₂₆(close)_t.</summary>
    /// <param name="closes">Shape [D].</param>
    /// <param name="values">Receives MACD. Shape [D]; no overlap with the closes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Compute(ReadOnlySpan<double> closes, Span<double> values)
    {
        double[] slow = new double[closes.Length];
        MovingAverage.Exponential(closes, 2.0 / (Slow + 1), slow);
        MovingAverage.Exponential(closes, 2.0 / (Fast + 1), values);
        for (int t = 0; t < slow.Length; t++)
        {
            values[t] -= slow[t];
        }
    }
}
