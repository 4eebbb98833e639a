using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;

namespace Xmrl.Environments.Tests.Stock;

public sealed class GeneratedMarketTests
{
    [Fact]
    public void Create_SameSeed_SamePricesWhateverComesLater()
    {
        PriceHistory all = GeneratedMarket.Create();
        PriceHistory less = GeneratedMarket.Create(new GeneratedMarketOptions { Tickers = 3, Last = new DateOnly(2020, 6, 30) });
        less.Series[2].Close.ShouldBe(all.Series[2].Close[..less.Dates.Length]);
        GeneratedMarket.Create(new GeneratedMarketOptions { Seed = 1 }).Series[0].Close.ShouldNotBe(all.Series[0].Close);
    }

    [Fact]
    public void Create_Prices_AreConsistent()
    {
        foreach (PriceSeries series in GeneratedMarket.Create().Series)
        {
            for (int t = 0; t < series.Close.Length; t++)
            {
                series.Low[t].ShouldBeLessThanOrEqualTo(Math.Min(series.Open[t], series.Close[t]));
                series.High[t].ShouldBeGreaterThanOrEqualTo(Math.Max(series.Open[t], series.Close[t]));
            }
        }
    }

    [Fact]
    public void Default_Turbulence_BindsOnSomeDaysAndTellsTasksApart()
    {
        double[] turbulence = GeneratedMarket.Default.Turbulence.ToArray();
        turbulence.Count(value => value > 50).ShouldBeInRange(3, 60, "otherwise the experiment on this market shows nothing");
        turbulence.Count(value => value is > 45 and <= 50).ShouldBePositive();
        turbulence.ShouldAllBe(value => value > 0);
    }

    [Fact]
    public void Market_TooFewDaysBefore_SaysHowMany()
    {
        PriceHistory history = GeneratedMarket.Create();
        Should.Throw<ArgumentException>(
            () => new StockMarket(history, new DateOnly(2020, 6, 1), new DateOnly(2020, 12, 31))).Message.ShouldContain("at least 254");
        Should.Throw<ArgumentException>(
            () => new StockMarket(history, new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31))).Message.ShouldContain("have 0 days");
    }

    [Fact]
    public void History_BadPrices_NameTickerAndDay()
    {
        PriceHistory history = GeneratedMarket.Create(new GeneratedMarketOptions { Tickers = 2 });
        PriceSeries broken = history.Series[1] with { Low = history.Series[1].Low.SetItem(3, double.NaN) };
        Should.Throw<ArgumentException>(
            () => new PriceHistory(history.Dates, [history.Series[0], broken])).Message.ShouldContain("Low of GEN02 on 2019-12-05");
        Should.Throw<ArgumentException>(
            () => new PriceHistory(history.Dates, [history.Series[0], history.Series[0]])).Message.ShouldContain("GEN01 occurs twice");
        Should.Throw<ArgumentException>(
            () => new PriceHistory(history.Dates[..3], [history.Series[0]])).Message.ShouldContain("expected [3]");
        Should.Throw<ArgumentException>(
            () => new PriceHistory([.. history.Dates.Reverse()], history.Series)).Message.ShouldContain("ascend");
    }
}
