using System.Collections.Immutable;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Stock.Indicators;

/// <summary>The eight indicators of a ticker that are observed, in FinRL's order and with its day counts. The value of a day uses that day
/// and earlier ones.</summary>
/// <seealso href="https://arxiv.org/abs/2011.09607">Liu et al. (2020), FinRL, whose default indicator list this is.</seealso>
internal static class IndicatorSet
{
    private const int Days = 30;
    private const int LongDays = 60;

    /// <summary>Names in order: macd, boll_ub, boll_lb, rsi_30, cci_30, dx_30, close_30_sma, close_60_sma.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "macd", "boll_ub", "boll_lb", "rsi_30", "cci_30", "dx_30", "close_30_sma", "close_60_sma",
    ];

    /// <summary>All indicators of one ticker.</summary>
    /// <param name="series">Prices of D days.</param>
    /// <returns>One array per name. Shape [8][D].</returns>
    public static double[][] Compute(PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        ReadOnlySpan<double> closes = series.Close.AsSpan();
        double[][] all = [.. Names.Select(_ => new double[series.Close.Length])];
        MovingAverageConvergence.Compute(closes, all[0]);
        BollingerBands.Compute(closes, all[1], all[2]);
        RelativeStrength.Compute(closes, Days, all[3]);
        CommodityChannel.Compute(series, Days, all[4]);
        DirectionalMovement.Compute(series, Days, all[5]);
        MovingAverage.Simple(closes, Days, all[6]);
        MovingAverage.Simple(closes, LongDays, all[7]);
        return all;
    }
}
