using System.Collections.Immutable;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Training.MarketData;

/// <summary>Turns the lines of a price file into prices of all tickers over the same days.</summary>
internal static class PricePanel
{
    /// <summary>Builds the history, from the first day on which every ticker has begun.</summary>
    /// <param name="file">A file without faults.</param>
    /// <param name="last">Days after this one are left out.</param>
    /// <returns>Prices of all tickers, in ordinal order. Nothing is filled in.</returns>
    /// <exception cref="InvalidDataException">The file has faults, no day that all tickers have, or a ticker lacks a day; the message names
    /// it.</exception>
    public static PriceHistory Build(PriceFile file, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.RequireSound();
        PriceGroups groups = file.ByTicker;
        if (groups.Tickers.Length == 0)
        {
            throw new InvalidDataException($"{file.Path} has no prices.");
        }

        DateOnly first = First(file);
        if (first > last)
        {
            string late = groups.Tickers[Enumerable.Range(0, groups.Tickers.Length).First(i => groups[i][0].Date > last)];
            throw new InvalidDataException($"{file.Path}: {late} has no price until {last:yyyy-MM-dd}; leave it out of the file.");
        }

        PriceGroup[] used = [.. Enumerable.Range(0, groups.Tickers.Length).Select(i => groups[i].Between(first, last))];
        ImmutableArray<DateOnly> dates = Days(used);
        return new PriceHistory(dates, [.. used.Select((group, i) => Series(file, (groups.Tickers[i], group), dates))]);
    }

    /// <summary>The first day on which every ticker has begun; the day 1 without tickers.</summary>
    internal static DateOnly First(PriceFile file) =>
        Enumerable.Range(0, file.ByTicker.Tickers.Length).Select(i => file.ByTicker[i][0].Date).DefaultIfEmpty().Max();

    /// <summary>All days of some tickers' rows, ascending.</summary>
    internal static ImmutableArray<DateOnly> Days(IEnumerable<PriceGroup> groups)
    {
        var days = new HashSet<DateOnly>();
        foreach (PriceGroup group in groups)
        {
            for (int t = 0; t < group.Count; t++)
            {
                days.Add(group[t].Date);
            }
        }

        return [.. days.Order()];
    }

    private static PriceSeries Series(PriceFile file, (string Ticker, PriceGroup Rows) own, ImmutableArray<DateOnly> dates)
    {
        for (int t = 0; t < dates.Length; t++)
        {
            if (t >= own.Rows.Count || own.Rows[t].Date != dates[t])
            {
                throw new InvalidDataException(
                    $"{file.Path}: {own.Ticker} has no price on {dates[t]:yyyy-MM-dd}, other tickers have. From {dates[0]:yyyy-MM-dd}, "
                        + $"when the last ticker begins, all need every day; see xmrl data check.");
            }
        }

        return new PriceSeries
        {
            Ticker = own.Ticker,
            Open = Of(static row => row.Open),
            High = Of(static row => row.High),
            Low = Of(static row => row.Low),
            Close = Of(static row => row.Close),
        };

        ImmutableArray<double> Of(Func<PriceRow, double> price) => [.. Enumerable.Range(0, dates.Length).Select(t => price(own.Rows[t]))];
    }
}
