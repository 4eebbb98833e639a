using System.Collections.Immutable;

namespace Xmrl.Environments.Stock.Prices;

/// <summary>Daily prices of several tickers over the same days. Immutable.</summary>
public sealed class PriceHistory
{
    /// <summary>Checks and keeps the prices.</summary>
    /// <param name="dates">The days in ascending order. Shape [D], D ≥ 1.</param>
    /// <param name="series">One series per ticker, each with D prices. Shape [N], N ≥ 1.</param>
    /// <exception cref="ArgumentException">A length differs, days do not ascend, a ticker occurs twice, or a price is not a positive finite
    /// number; the message names ticker and day.</exception>
    public PriceHistory(ImmutableArray<DateOnly> dates, ImmutableArray<PriceSeries> series)
    {
        if (dates.IsDefaultOrEmpty || series.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A price history needs at least one day and one ticker.", nameof(dates));
        }

        for (int t = 1; t < dates.Length; t++)
        {
            if (dates[t] <= dates[t - 1])
            {
                throw new ArgumentException($"dates must ascend; {dates[t]:yyyy-MM-dd} follows {dates[t - 1]:yyyy-MM-dd}.", nameof(dates));
            }
        }

        HashSet<string> tickers = new(StringComparer.Ordinal);
        foreach (PriceSeries one in series)
        {
            if (!tickers.Add(one.Ticker))
            {
                throw new ArgumentException($"The ticker {one.Ticker} occurs twice.", nameof(series));
            }

            Check(one, one.Open, nameof(one.Open), dates);
            Check(one, one.High, nameof(one.High), dates);
            Check(one, one.Low, nameof(one.Low), dates);
            Check(one, one.Close, nameof(one.Close), dates);
        }

        Dates = dates;
        Series = series;
    }

    /// <summary>The days, ascending. Shape [D].</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>The tickers' prices. Shape [N].</summary>
    public ImmutableArray<PriceSeries> Series { get; }

    private static void Check(PriceSeries series, ImmutableArray<double> prices, string name, ImmutableArray<DateOnly> dates)
    {
        if (prices.IsDefault || prices.Length != dates.Length)
        {
            throw new ArgumentException(
                $"{name} of {series.Ticker} has shape [{(prices.IsDefault ? 0 : prices.Length)}]; expected [{dates.Length}].",
                nameof(series));
        }

        for (int t = 0; t < prices.Length; t++)
        {
            if (!(prices[t] > 0 && double.IsFinite(prices[t])))
            {
                throw new ArgumentException(
                    $"{name} of {series.Ticker} on {dates[t]:yyyy-MM-dd} must be a positive finite number; found {prices[t]}.",
                    nameof(series));
            }
        }
    }
}
