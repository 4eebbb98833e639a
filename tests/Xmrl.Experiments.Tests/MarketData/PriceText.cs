using System.Globalization;
using System.Text;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Experiments.Tests.MarketData;

/// <summary>Price files for tests.</summary>
internal static class PriceText
{
    internal const string Header = "date,tic,open,high,low,close,volume\n";

    /// <summary>A history as FinRL writes it.</summary>
    internal static string Of(PriceHistory history)
    {
        var text = new StringBuilder(Header);
        for (int t = 0; t < history.Dates.Length; t++)
        {
            foreach (PriceSeries series in history.Series)
            {
                text.Append(CultureInfo.InvariantCulture, $"{history.Dates[t]:yyyy-MM-dd},{series.Ticker},{series.Open[t]:R},{series.High[t]:R},{series.Low[t]:R},{series.Close[t]:R},1000\n");
            }
        }

        return text.ToString();
    }
}
