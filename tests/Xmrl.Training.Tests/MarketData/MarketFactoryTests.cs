using Xmrl.Environments.Stock;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Training.Configuration;
using Xmrl.Training.MarketData;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.MarketData;

public sealed class MarketFactoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Family_FileOfGeneratedPrices_IsTheGeneratedMarket()
    {
        StockFamily fromFile = MarketFactory.Family(Settings());
        StockFamily generated = MarketFactory.Family(new MarketSettings());
        fromFile.Market.Tickers.ShouldBe(generated.Market.Tickers);
        fromFile.Market.Turbulence.ToArray().ShouldBe(generated.Market.Turbulence.ToArray());
        fromFile.Spec.ObservationCentre.ShouldBe(generated.Spec.ObservationCentre);
    }

    [Fact]
    public void Family_OtherFileUnderTheSameName_IsRefused()
    {
        MarketSettings settings = MarketFactory.WithHash(Settings());
        settings.Sha256.ShouldNotBeNull();
        MarketFactory.Family(settings).Market.Tickers.Length.ShouldBe(10);
        File.AppendAllText(settings.Data!, "2022-01-03,GEN01,1,1,1,1,1\n");
        Should.Throw<ConfigurationException>(() => MarketFactory.Family(settings)).Message.ShouldContain("SHA-256");
    }

    [Fact]
    public void Family_NoFileOrTooShort_SaysSo()
    {
        Should.Throw<ConfigurationException>(
            () => MarketFactory.Family(new MarketSettings { Data = _folder["none.csv"] })).Message.ShouldContain("none.csv");
        Should.Throw<ConfigurationException>(
            () => MarketFactory.Family(Settings() with { FirstDay = "2020-02-01" })).Message.ShouldContain("at least 254");
    }

    [Fact]
    public void Read_MarketOfAnotherEnvironment_IsRefused() =>
        Should.Throw<ConfigurationException>(
            ()
                => ConfigurationReader.Read<ImproveConfiguration>(
                    "", "drone", MarketArgument.Overrides("prices.csv"))).Message.ShouldContain("Drone-v1 has no market");

    [Theory]
    [InlineData("market.firstDay=soon", "market.firstDay is soon; expected a date as 2021-01-04")]
    [InlineData("market.highThreshold=45", "market.highThreshold is 45; expected above lowThreshold = 45")]
    [InlineData("market.costRate=2", "market.costRate is 2")]
    [InlineData("market.data=''", "market.data is \"\"; expected the path of a CSV file, or null")]
    public void Read_BadMarket_NamesTheKey(string setting, string expected) => Should.Throw<ConfigurationException>(() =>
        ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(StockExperiment.Configuration), "stock", [setting])).Message.ShouldContain(expected);

    [Fact]
    public void Overrides_AnyPath_IsReadBack()
    {
        const string Path = "a folder/\"quoted\": #1 'x'.csv";
        ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(StockExperiment.Configuration), "stock", MarketArgument.Overrides(Path)).Market!.Data.ShouldBe(Path);
    }

    [Fact]
    public void Count_Thresholds_CountsDecisionDaysAbove()
    {
        StockMarket market = GeneratedMarket.Default;
        ThresholdCount[] counts = [.. ThresholdCount.Count(market, 0, 50, 1e9)];
        counts[0].ShouldBe(new ThresholdCount(0, market.Dates.Length - 1, market.Dates.Length - 1));
        counts[1].Days.ShouldBe(market.Turbulence[..^1].ToArray().Count(value => value > 50));
        counts[2].Days.ShouldBe(0);
    }

    [Fact]
    public void Write_Features_HasALinePerDayAndTicker()
    {
        using var text = new StringWriter();
        FeatureTable.Write(GeneratedMarket.Default, text);
        string[] lines = text.ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(1 + (GeneratedMarket.Default.Dates.Length * 10));
        lines[0].ShouldBe("date,tic,close,macd,boll_ub,boll_lb,rsi_30,cci_30,dx_30,close_30_sma,close_60_sma,turbulence");
        lines[1].ShouldStartWith("2021-01-01,GEN01,");
        lines.ShouldAllBe(line => line.Split(',').Length == 12);
    }

    private MarketSettings Settings()
    {
        File.WriteAllText(_folder["prices.csv"], PriceText.Of(GeneratedMarket.Create()));
        return new MarketSettings { Data = _folder["prices.csv"] };
    }
}
