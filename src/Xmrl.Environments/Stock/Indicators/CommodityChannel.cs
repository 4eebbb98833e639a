using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Stock.Indicators;

/// <summary>CCI: how far the typical price is from its mean, in units of 0.015 mean absolute deviations.</summary>
internal static class CommodityChannel
{
    private const double Unit = 0.015;

    /// <summary>CCI_t = (p_t − m_t)/(0.015·d_t), p = (high + low + close)/3, m its n-day mean, d the mean of |p − m_t| over the same
    /// days.</summary>
    /// <param name="series">Prices of D days.</param>
    /// <param name="days">n ≥ 1.</param>
    /// <param name="values">Receives CCI; 0 where the price has not moved. Shape [D].</param>
    /// <exception cref="ArgumentException">The lengths differ, or n is not positive.</exception>
    public static void Compute(PriceSeries series, int days, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(series);
        Lengths.Require(series.Close.Length, values.Length, nameof(values));
        double[] typical = new double[values.Length];
        for (int t = 0; t < typical.Length; t++)
        {
            typical[t] = (series.High[t] + series.Low[t] + series.Close[t]) / 3;
        }

        double[] means = new double[typical.Length];
        MovingAverage.Simple(typical, days, means);
        for (int t = 0; t < typical.Length; t++)
        {
            ReadOnlySpan<double> seen = MovingAverage.Window(typical, t, days);
            double deviation = 0;
            foreach (double price in seen)
            {
                deviation += Math.Abs(price - means[t]);
            }

            deviation /= seen.Length;
            values[t] = deviation > 0 ? (typical[t] - means[t]) / (Unit * deviation) : 0;
        }
    }
}
