using System.Collections.Immutable;
using Xmrl.Environments.Stock;

namespace Xmrl.Training.MarketData;

/// <summary>On how many days of a trading period a turbulence threshold binds.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Days">Decision days whose turbulence is above it.</param>
/// <param name="Of">Decision days in all.</param>
internal sealed record ThresholdCount(double Threshold, int Days, int Of)
{
    /// <summary>Counts for thresholds 45, 46, … 50 (xmrl.txt M.5), or others.</summary>
    /// <param name="market">The market.</param>
    /// <param name="thresholds">The thresholds.</param>
    /// <returns>One count per threshold.</returns>
    public static ImmutableArray<ThresholdCount> Count(StockMarket market, params ImmutableArray<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(market);

        // On the last day of the period nothing is decided.
        double[] decided = market.Turbulence[..^1].ToArray();
        return
        [
            .. thresholds.Select(threshold => new ThresholdCount(threshold, decided.Count(value => value > threshold), decided.Length)),
        ];
    }
}
