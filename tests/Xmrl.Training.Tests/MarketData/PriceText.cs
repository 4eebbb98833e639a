using System.Globalization;
using System.Text;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Training.MarketData;

namespace Xmrl.Training.Tests.MarketData;

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
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{history.Dates[t]:yyyy-MM-dd},{series.Ticker},{series.Open[t]:R},{series.High[t]:R},{series.Low[t]:R},"
                        + $"{series.Close[t]:R},1000\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Two tickers, A about 100 and B about 50, on the weekdays from December 2019 to December 2021: what the stock experiment
    /// needs. Closes rise and fall by 1 % in turns.</summary>
    /// <param name="change">Changes rows, or leaves out those for which it gives null.</param>
    internal static string TwoYears(Func<PriceRow, PriceRow?>? change = null)
    {
        var text = new StringBuilder(Header);
        var day = new DateOnly(2019, 12, 2);
        for (int t = 0; day <= new DateOnly(2021, 12, 31); day = day.AddDays(day.DayOfWeek == DayOfWeek.Friday ? 3 : 1), t++)
        {
            foreach (PriceRow row in (PriceRow[])[Row("A", 100, t), Row("B", 50, t / 2)])
            {
                if ((change is null ? row : change(row)) is { } r)
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{r.Date:yyyy-MM-dd},{r.Ticker},{r.Open:R},{r.High:R},{r.Low:R},{r.Close:R},{r.Volume:R}\n");
                }
            }
        }

        return text.ToString();

        PriceRow Row(string ticker, double level, int step)
        {
            double close = step % 2 == 0 ? level : level * 1.01;
            return new PriceRow(0, day, ticker, level * 1.005, level * 1.02, level * 0.99, close, 1000 + step);
        }
    }
}
