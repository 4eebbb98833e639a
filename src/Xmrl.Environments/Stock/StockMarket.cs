using System.Collections.Immutable;
using Xmrl.Environments.Stock.Indicators;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Stock;

/// <summary>What the market shows on every day of a trading period: prices, indicators and turbulence, computed once. Immutable; shared by
/// all environments.</summary>
/// <remarks>The values of a day depend on that day and earlier ones. Days before the period serve indicators, turbulence and the fixed
/// normalisation alone.</remarks>
public sealed class StockMarket
{
    private readonly Real[] _days;
    private readonly double[] _turbulence;

    /// <summary>Computes what is observed.</summary>
    /// <param name="history">Prices, with at least <see cref="Indicators.Turbulence.Window"/> + 2 days before
    /// <paramref name="first"/>.</param>
    /// <param name="first">First day on which one may trade, or the first trading day after it.</param>
    /// <param name="last">Last day, on which the account is valued, or the last trading day before it.</param>
    /// <exception cref="ArgumentException">Fewer than two trading days in the period, or too few before it.</exception>
    public StockMarket(PriceHistory history, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(history);
        ImmutableArray<DateOnly> dates = history.Dates;
        if (PeriodProblem(dates, first, last) is { } problem)
        {
            throw new ArgumentException(problem, nameof(first));
        }

        (int start, int end) = Bounds(dates, first, last);
        Tickers = [.. history.Series.Select(series => series.Ticker)];
        Layout = new StockLayout(Tickers.Length);
        Dates = dates[start..end];
        _turbulence = Indicators.Turbulence.Compute(history)[start..end];
        _days = new Real[Dates.Length * DaySize];
        for (int i = 0; i < Tickers.Length; i++)
        {
            Fill(i, history.Series[i], start);
        }

        for (int t = 0; t < Dates.Length; t++)
        {
            _days[(t * DaySize) + DaySize - 1] = (Real)_turbulence[t];
        }

        LastCloses = [.. history.Series.Select(series => series.Close[start - 1])];
    }

    /// <summary>Why a period cannot be traded on the prices of some days.</summary>
    /// <param name="dates">The days with prices, ascending.</param>
    /// <param name="first">First day on which one may trade.</param>
    /// <param name="last">Last day, on which the account is valued.</param>
    /// <returns>A sentence: fewer than two of the days in the period, or too few before it; null where it can be traded.</returns>
    public static string? PeriodProblem(ImmutableArray<DateOnly> dates, DateOnly first, DateOnly last)
    {
        (int start, int end) = Bounds(dates, first, last);
        const int Needed = Indicators.Turbulence.Window + 2;
        return end - start < 2
            ? $"From {first:yyyy-MM-dd} to {last:yyyy-MM-dd} the prices have {Math.Max(end - start, 0)} days; expected at least 2."
            : start < Needed
            ? $"The prices have {start} days before {first:yyyy-MM-dd}; turbulence over the trailing year needs at least {Needed}."
            : null;
    }

    /// <summary>The tickers. Shape [n].</summary>
    public ImmutableArray<string> Tickers { get; }

    /// <summary>The days of the period; on the last one nothing is decided. Shape [T].</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    /// <summary>The turbulence index of each day. Shape [T].</summary>
    public ReadOnlySpan<double> Turbulence => _turbulence;

    /// <summary>Where things lie in an observation.</summary>
    internal StockLayout Layout { get; }

    /// <summary>Closing prices on the day before the period: what the fixed normalisation is built on. Shape [n].</summary>
    public ImmutableArray<double> LastCloses { get; }

    /// <summary>Closing prices of a day. Shape [n].</summary>
    /// <param name="day">t in 0 … T − 1.</param>
    public ReadOnlySpan<Real> Prices(int day) => Day(day)[..Tickers.Length];

    /// <summary>One indicator of one ticker on one day.</summary>
    /// <param name="day">t in 0 … T − 1.</param>
    /// <param name="indicator">Position in <see cref="IndicatorSet.Names"/>.</param>
    /// <param name="ticker">Position in <see cref="Tickers"/>.</param>
    public Real Indicator(int day, int indicator, int ticker) => Day(day)[((indicator + 1) * Tickers.Length) + ticker];

    /// <summary>M, the size of a day: n prices, the indicators, turbulence.</summary>
    internal int DaySize => Layout.Size - 1 - Layout.Tickers;

    /// <summary>Everything of a day. Shape [M].</summary>
    internal ReadOnlySpan<Real> Day(int day) => _days.AsSpan(day * DaySize, DaySize);

    private static (int Start, int End) Bounds(ImmutableArray<DateOnly> dates, DateOnly first, DateOnly last) =>
        (dates.Count(date => date < first), dates.Count(date => date <= last));

    private void Fill(int ticker, PriceSeries series, int start)
    {
        double[][] indicators = IndicatorSet.Compute(series);
        for (int t = 0; t < Dates.Length; t++)
        {
            Span<Real> day = _days.AsSpan(t * DaySize, DaySize);
            day[ticker] = (Real)series.Close[start + t];
            for (int k = 0; k < indicators.Length; k++)
            {
                day[((k + 1) * Tickers.Length) + ticker] = (Real)indicators[k][start + t];
            }
        }
    }
}
