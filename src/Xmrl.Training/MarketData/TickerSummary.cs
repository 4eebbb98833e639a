namespace Xmrl.Training.MarketData;

/// <summary>One ticker's prices in a few figures.</summary>
internal sealed record TickerSummary
{
    private const double DaysPerYear = 252;

    /// <summary>The ticker.</summary>
    public required string Ticker { get; init; }

    /// <summary>Number of its days.</summary>
    public required int Days { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly First { get; init; }

    /// <summary>Its last day.</summary>
    public required DateOnly Last { get; init; }

    /// <summary>Lowest close.</summary>
    public required double LowestClose { get; init; }

    /// <summary>Highest close.</summary>
    public required double HighestClose { get; init; }

    /// <summary>Last close over first close, less 1.</summary>
    public required double TotalReturn { get; init; }

    /// <summary>Standard deviation of daily log-returns times √252; 0 with fewer than three days.</summary>
    public required double YearlyVolatility { get; init; }

    /// <summary>Summarises a ticker.</summary>
    /// <param name="ticker">The ticker.</param>
    /// <param name="dates">Its days in ascending order, at least one.</param>
    /// <param name="closes">Its closes on these days.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentException">There is no day, or another number of closes.</exception>
    public static TickerSummary Of(string ticker, DateOnly[] dates, double[] closes)
    {
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(closes);
        if (dates.Length == 0 || closes.Length != dates.Length)
        {
            throw new ArgumentException($"closes has shape [{closes.Length}]; expected [{dates.Length}], at least 1.", nameof(closes));
        }

        double[] returns = [.. closes.Zip(closes.Skip(1), static (before, after) => Math.Log(after / before))];
        double mean = returns.Length > 0 ? returns.Average() : 0;
        return new TickerSummary
        {
            Ticker = ticker,
            Days = dates.Length,
            First = dates[0],
            Last = dates[^1],
            LowestClose = closes.Min(),
            HighestClose = closes.Max(),
            TotalReturn = (closes[^1] / closes[0]) - 1,
            YearlyVolatility = returns.Length > 1
                ? Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1) * DaysPerYear)
                : 0,
        };
    }
}
