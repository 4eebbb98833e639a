using System.Collections.Immutable;

namespace Xmrl.Environments.Stock.Prices;

/// <summary>Daily prices of one ticker, one entry per day of its <see cref="PriceHistory"/>, in one currency.</summary>
public sealed record PriceSeries
{
    /// <summary>The ticker, for example AAPL.</summary>
    public required string Ticker { get; init; }

    /// <summary>First price of each day, &gt; 0. Shape [D].</summary>
    public required ImmutableArray<double> Open { get; init; }

    /// <summary>Highest price of each day, &gt; 0. Shape [D].</summary>
    public required ImmutableArray<double> High { get; init; }

    /// <summary>Lowest price of each day, &gt; 0. Shape [D].</summary>
    public required ImmutableArray<double> Low { get; init; }

    /// <summary>Last price of each day, &gt; 0: the price at which decisions of that day are carried out. Shape [D].</summary>
    public required ImmutableArray<double> Close { get; init; }
}
