using System.Globalization;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Stock;

/// <summary>The picture of <c>Stock-v1</c>: accounts over the trading period, turbulence, and trades.</summary>
internal static class StockScene
{
    /// <summary>The picture of the accounts.</summary>
    public const string Account = "account";

    /// <summary>The picture of the trades.</summary>
    public const string Trades = "trades";

    private const string Turbulence = "turbulence";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(StockFamily family)
    {
        StockMarket market = family.Market;
        double[] waiting = BuyAndHold(family);
        string gain = (100 * ((waiting[^1] / waiting[0]) - 1)).ToString("0.0;−0.0;0.0", CultureInfo.InvariantCulture);
        SceneAxis days = new("day", IsDate: true);
        return new Scene
        {
            Pictures =
            [
                Picture(Account, "The accounts over the trading period", new SceneAxis("value of the account"), isDetail: false),
                Picture(Turbulence, "Turbulence", new SceneAxis("turbulence"), isDetail: true),
                Picture(Trades, "Trades", new SceneAxis("bought, sold downwards"), isDetail: true),
            ],
            Marks =
            [
                Line(Account, SceneRole.Reference, "buy and hold", waiting),
                Line(Turbulence, SceneRole.Context, "turbulence", market.Turbulence.ToArray()),
            ],
            Note = string.Create(CultureInfo.InvariantCulture, $"{market.Tickers.Length} tickers")
                + $". Buy and hold spends the same on every ticker on the first day, costs included; it gains {gain} %. "
                + "Purchases on days above the threshold of the task are what its reward punishes.",
        };

        ScenePicture Picture(string name, string title, SceneAxis y, bool isDetail)
            => new() { Name = name, Title = title, X = days, Y = y, IsDetail = isDetail };

        SceneMark Line(string picture, SceneRole role, string label, IReadOnlyList<double> values) => new()
        {
            Picture = picture,
            Shape = SceneShape.Line,
            Role = role,
            Label = label,
            Points = [.. values.Select((value, t) => new ScenePoint(Day(market, t), value))],
        };
    }

    /// <summary>The threshold.</summary>
    public static IReadOnlyList<SceneMark> Marks(StockFamily family, MdpTask task)
    {
        double threshold = task.Parameters[0];
        StockMarket market = family.Market;
        return
        [
            new SceneMark
            {
                Picture = Turbulence,
                Shape = SceneShape.Line,
                Role = SceneRole.Limit,
                Label = "threshold of the task",
                Points = [new(Day(market, 0), threshold), new(Day(market, market.Dates.Length - 1), threshold)],
            },
        ];
    }

    /// <summary>Days since 1 January 1970.</summary>
    public static double Day(StockMarket market, int t) => market.Dates[t].DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

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
        return
        [
            family.Options.InitialCash,
            .. Enumerable.Range(1, market.Dates.Length - 1)
                .Select(t => cash + held.Select((shares, i) => shares * market.Prices(t)[i]).Sum()),
        ];
    }
}
