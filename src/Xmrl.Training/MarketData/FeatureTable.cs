using System.Globalization;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Indicators;

namespace Xmrl.Training.MarketData;

/// <summary>Writes what <c>Stock-v1</c> observes of its market as CSV.</summary>
internal static class FeatureTable
{
    /// <summary>One line per day and ticker: date, tic, close, the indicators, turbulence.</summary>
    /// <param name="market">The market.</param>
    /// <param name="writer">Receives the lines, ended by line feeds.</param>
    public static void Write(StockMarket market, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"date,tic,close,{string.Join(',', IndicatorSet.Names)},turbulence\n");
        for (int t = 0; t < market.Dates.Length; t++)
        {
            for (int i = 0; i < market.Tickers.Length; i++)
            {
                IEnumerable<double> values =
                [
                    market.Prices(t)[i], .. Enumerable.Range(0, IndicatorSet.Names.Length).Select(k => market.Indicator(t, k, i)),
                    market.Turbulence[t],
                ];
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{market.Dates[t]:yyyy-MM-dd},{market.Tickers[i]},"));
                writer.Write(string.Join(',', values.Select(static value => value.ToString("G7", CultureInfo.InvariantCulture))) + "\n");
            }
        }
    }
}
