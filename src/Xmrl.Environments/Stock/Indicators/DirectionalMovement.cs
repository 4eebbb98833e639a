using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Stock.Indicators;

/// <summary>DX: how one-sided the moves of daily highs and lows are.</summary>
internal static class DirectionalMovement
{
    /// <summary>DX_t = 100·|P_t − N_t| / (P_t + N_t), P and N Wilder's means (α = 1/n) of upward and downward movement.</summary>
    /// <param name="series">Prices of D days.</param>
    /// <param name="days">n ≥ 1.</param>
    /// <param name="values">Receives DX in [0, 100]; 0 as long as nothing has moved. Shape [D].</param>
    /// <exception cref="ArgumentException">The lengths differ, or n is not positive.</exception>
    /// <remarks>With u = high_t − high_{t−1} and d = low_{t−1} − low_t: upward movement is u where u &gt; d and u &gt; 0, downward is d
    /// where d &gt; u and d &gt; 0, else 0; 0 on the first day. Wilder divides both by the average true range, which cancels.</remarks>
    public static void Compute(PriceSeries series, int days, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        Lengths.Require(series.Close.Length, values.Length, nameof(values));
        double[] upward = new double[values.Length];
        double[] downward = new double[values.Length];
        for (int t = 1; t < upward.Length; t++)
        {
            double up = series.High[t] - series.High[t - 1];
            double down = series.Low[t - 1] - series.Low[t];
            upward[t] = up > down && up > 0 ? up : 0;
            downward[t] = down > up && down > 0 ? down : 0;
        }

        MovingAverage.Exponential(upward, 1.0 / days, upward);
        MovingAverage.Exponential(downward, 1.0 / days, downward);
        for (int t = 0; t < upward.Length; t++)
        {
            double both = upward[t] + downward[t];
            values[t] = both > 0 ? 100 * Math.Abs(upward[t] - downward[t]) / both : 0;
        }
    }
}
