using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Training.MarketData;

namespace Xmrl.Cli.Measurements;

/// <summary>Seconds to load a price file of 200,000 lines: read, checked and laid out by ticker and day.</summary>
internal static class PriceFileBenchmark
{
    private const int Tickers = 200;
    private const int Days = 1000;
    private const int Repetitions = 5;

    /// <summary>Measures on the calling thread; takes a few seconds.</summary>
    internal static IEnumerable<BenchmarkFigure> Run(CancellationToken cancellation)
    {
        string path = Path.GetTempFileName();
        try
        {
            DateOnly last = Write(path);
            double[] seconds = new double[Repetitions];
            for (int i = 0; i < Repetitions; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                PriceHistory history = PricePanel.Build(PriceFile.Read(path), last);
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (history.Series.Length != Tickers)
                {
                    throw new InvalidOperationException($"The file of {Tickers} tickers was read as {history.Series.Length}.");
                }
            }

            Array.Sort(seconds);
            double median = seconds[Repetitions / 2];
            return
            [
                new BenchmarkFigure(
                    "price file of 200,000 lines", 1000 * median, "ms", "",
                    new { name = "price file", rows = Tickers * Days, seconds = median }),
            ];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DateOnly Write(string path)
    {
        var first = new DateOnly(2017, 1, 2);
        PriceHistory history = GeneratedMarket.Create(
            new GeneratedMarketOptions { Tickers = Tickers, First = first, Last = first.AddDays((Days * 7 / 5) - 1) });
        using var writer = new StreamWriter(path, append: false, Encoding.UTF8);
        writer.Write("date,tic,open,high,low,close,volume\n");
        for (int t = 0; t < history.Dates.Length; t++)
        {
            foreach (PriceSeries series in history.Series)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{history.Dates[t]:yyyy-MM-dd},{series.Ticker},{series.Open[t]:f6},{series.High[t]:f6},{series.Low[t]:f6},"
                        + $"{series.Close[t]:f6},1000000\n"));
            }
        }

        return history.Dates[^1];
    }
}
