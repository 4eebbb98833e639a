using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments.Stock;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Reporting;

/// <summary>Turns episodes of <c>Stock-v1</c> into the accounts that a report shows.</summary>
internal static class TradingReport
{
    /// <summary>Market and buy-and-hold, without accounts.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="source">Where the prices come from, in a few words.</param>
    public static ReportTrading Market(StockFamily family, string source) => new()
    {
        Market = string.Create(CultureInfo.InvariantCulture, $"{family.Market.Tickers.Length} tickers, {source}"),
        Days = [.. family.Market.Dates.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
        Turbulence = family.Market.Turbulence.ToArray(),
        BuyAndHold = BuyAndHold(family),
    };

    /// <summary>The account of one episode.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="rollout">One trajectory over the whole period.</param>
    /// <param name="of">Id of the task, and before or after the repair.</param>
    public static ReportAccount Account(StockFamily family, Rollout rollout, (string TaskId, ReportPathPhase Phase) of)
    {
        StockLayout layout = family.Market.Layout;
        int days = rollout.Samples + 1;
        double[] values = new double[days];
        double[] bought = new double[days];
        double[] sold = new double[days];
        for (int t = 0; t < days; t++)
        {
            values[t] = At(layout.Cash, t);
            for (int i = 0; i < layout.Tickers; i++)
            {
                double price = At(layout.Prices + i, t);
                double held = At(layout.Holdings + i, t);
                values[t] += held * price;
                double traded = t + 1 < days ? (At(layout.Holdings + i, t + 1) - held) * price : 0;
                bought[t] += Math.Max(traded, 0);
                sold[t] += Math.Max(-traded, 0);
            }
        }

        return new ReportAccount
        {
            TaskId = of.TaskId,
            Phase = of.Phase,
            Threshold = rollout.MdpTask!.Parameters[0],
            Return = rollout.Returns[0],
            Values = values,
            Bought = bought,
            Sold = sold,
        };

        double At(int component, int t)
        {
            ConstMatrix matrix = t < rollout.Samples ? rollout.Observations : rollout.FinalObservations;
            return matrix[component, t < rollout.Samples ? t : 0];
        }
    }

    private static double[] BuyAndHold(StockFamily family)
    {
        StockMarket market = family.Market;
        double each = family.Options.InitialCash / market.Tickers.Length;
        double cash = family.Options.InitialCash;
        double[] held = new double[market.Tickers.Length];
        for (int i = 0; i < held.Length; i++)
        {
            double cost = market.Prices(0)[i] * (1 + family.Options.CostRate);
            held[i] = family.Options.WholeShares ? Math.Floor(each / cost) : each / cost;
            cash -= held[i] * cost;
        }

        // On the first day the account is still what it was before trading, as for the other accounts.
        ImmutableArray<double> later =
        [
            .. Enumerable.Range(1, market.Dates.Length - 1)
            .Select(t => cash + held.Select((shares, i) => shares * market.Prices(t)[i]).Sum()),
        ];
        return [family.Options.InitialCash, .. later];
    }
}
