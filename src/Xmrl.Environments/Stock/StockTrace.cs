using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Stock;

/// <summary>What is drawn of an episode of <c>Stock-v1</c>: its account and its trades.</summary>
internal static class StockTrace
{
    /// <summary>Turns an episode into marks and figures.</summary>
    public static SceneTrace Of(StockFamily family, MdpTask task, SceneEpisode episode)
    {
        double[] values = new double[episode.Observations.Count];
        double[] bought = new double[values.Length];
        double[] sold = new double[values.Length];
        for (int t = 0; t < values.Length; t++)
        {
            Account(family.Market.Layout, episode, t, out values[t], out bought[t], out sold[t]);
        }

        StockMarket market = family.Market;
        double[] above = [.. bought.Select((amount, t) => market.Turbulence[t] > task.Parameters[0] ? amount : 0)];
        return new SceneTrace(
            [
                Mark(StockScene.Account, SceneShape.Line, SceneRole.Path, "account", values),
                Mark(StockScene.Trades, SceneShape.Bars, SceneRole.Path, "bought", bought),
                Mark(StockScene.Trades, SceneShape.Bars, SceneRole.Reference, "sold", [.. sold.Select(amount => -amount)]),
                Mark(StockScene.Trades, SceneShape.Bars, SceneRole.Fault, "bought above the threshold", above),
            ],
            [
                new SceneFact("gain of the account", (values[^1] / values[0]) - 1, IsShare: true),
                new SceneFact("bought above the threshold", above.Sum()),
            ]);

        SceneMark Mark(string picture, SceneShape shape, SceneRole role, string label, double[] amounts) => new()
        {
            Picture = picture,
            Shape = shape,
            Role = role,
            Label = label,
            Points =
            [
                .. amounts.Select((amount, t) => new ScenePoint(StockScene.Day(market, t), amount))
                    .Where(point => shape == SceneShape.Line || point.Y != 0),
            ],
        };
    }

    /// <summary>Cash and holdings on a day before trading, and what is traded on it: nothing on the last.</summary>
    private static void Account(
        StockLayout layout, SceneEpisode episode, int t, out double value, out double bought, out double sold)
    {
        double[] today = episode.Observations[t];
        double[] next = episode.Observations[Math.Min(t + 1, episode.Observations.Count - 1)];
        (value, bought, sold) = (today[layout.Cash], 0, 0);
        for (int i = 0; i < layout.Tickers; i++)
        {
            double price = today[layout.Prices + i];
            double held = today[layout.Holdings + i];
            double traded = (next[layout.Holdings + i] - held) * price;
            value += held * price;
            bought += Math.Max(traded, 0);
            sold += Math.Max(-traded, 0);
        }
    }
}
