using Xmrl.Environments.Stock.Indicators;

namespace Xmrl.Environments.Stock;

/// <summary>Where the parts of a <c>Stock-v1</c> observation lie: cash, n prices, n holdings, the indicators (each for all n tickers),
/// turbulence.</summary>
/// <param name="Tickers">n ≥ 1.</param>
internal readonly record struct StockLayout(int Tickers)
{
    /// <summary>Cash, in the currency of the prices.</summary>
    public int Cash => 0;

    /// <summary>First of the n closing prices of the day.</summary>
    public int Prices => 1;

    /// <summary>First of the n holdings, in shares.</summary>
    public int Holdings => 1 + Tickers;

    /// <summary>First indicator of the first ticker; indicator k of ticker i is at <c>Indicators + k·n + i</c>.</summary>
    public int Indicators => 1 + (2 * Tickers);

    /// <summary>The turbulence index of the day.</summary>
    public int Turbulence => Indicators + (IndicatorSet.Names.Length * Tickers);

    /// <summary>O, the size of an observation: 302 for 30 tickers.</summary>
    public int Size => Turbulence + 1;

    /// <summary>The layout of an observation of a given size.</summary>
    /// <param name="observationSize">O, the number of components of an observation.</param>
    /// <returns>The layout; null where no number of tickers has that size.</returns>
    public static StockLayout? Of(int observationSize)
    {
        int perTicker = 2 + IndicatorSet.Names.Length;
        return observationSize > 2 && (observationSize - 2) % perTicker == 0 ? new StockLayout((observationSize - 2) / perTicker) : null;
    }
}
