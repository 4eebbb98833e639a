using System.Collections.Immutable;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Experiments.MarketData;

/// <summary>Turns the lines of a price file into prices of all tickers over the same days.</summary>
public static class PricePanel
{
    /// <summary>Builds the history, from the first day on which every ticker has begun.</summary>
    /// <param name="file">A file without faults.</param>
    /// <param name="last">Days after this one are left out.</param>
    /// <returns>Prices of all tickers, in ordinal order. Nothing is filled in.</returns>
    /// <exception cref="InvalidDataException">The file has faults, no day that all tickers have, or a ticker lacks a day; the message names it.</exception>
    public static PriceHistory Build(PriceFile file, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.RequireSound();
        ILookup<string, PriceRow> byTicker = file.Rows.Where(row => row.Date <= last).ToLookup(row => row.Ticker, StringComparer.Ordinal);
        string[] tickers = [.. file.Rows.Select(row => row.Ticker).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (tickers.FirstOrDefault(ticker => !byTicker[ticker].Any()) is { } late)
        {
            throw new InvalidDataException($"{file.Path}: {late} has no price until {last:yyyy-MM-dd}; leave it out of the file.");
        }

        if (tickers.Length == 0)
        {
            throw new InvalidDataException($"{file.Path} has no prices.");
        }

        DateOnly first = tickers.Max(ticker => byTicker[ticker].Min(row => row.Date));
        ImmutableArray<DateOnly> dates = [.. byTicker.SelectMany(static rows => rows).Select(row => row.Date).Where(date => date >= first).Distinct().Order()];
        return new PriceHistory(dates, [.. tickers.Select(ticker => Series(file, (ticker, byTicker[ticker]), dates))]);
    }

    private static PriceSeries Series(PriceFile file, (string Ticker, IEnumerable<PriceRow> Rows) own, ImmutableArray<DateOnly> dates)
    {
        Dictionary<DateOnly, PriceRow> byDate = own.Rows.ToDictionary(row => row.Date);
        foreach (DateOnly date in dates)
        {
            if (!byDate.ContainsKey(date))
            {
                throw new InvalidDataException(
                    $"{file.Path}: {own.Ticker} has no price on {date:yyyy-MM-dd}, other tickers have. From {dates[0]:yyyy-MM-dd}, when the last ticker begins, all need every day; see xmrl data check.");
            }
        }

        return new PriceSeries
        {
            Ticker = own.Ticker,
            Open = [.. dates.Select(date => byDate[date].Open)],
            High = [.. dates.Select(date => byDate[date].High)],
            Low = [.. dates.Select(date => byDate[date].Low)],
            Close = [.. dates.Select(date => byDate[date].Close)],
        };
    }
}
