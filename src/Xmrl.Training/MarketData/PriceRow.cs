namespace Xmrl.Training.MarketData;

/// <summary>One line of a price file.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Date">The day.</param>
/// <param name="Ticker">The ticker.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares traded.</param>
internal readonly record struct PriceRow(
    int Line, DateOnly Date, string Ticker, double Open, double High, double Low, double Close, double Volume);
