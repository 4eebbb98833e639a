using Xmrl.Experiments.MarketData;
using Xmrl.Fixtures;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Experiments.Tests.MarketData;

public sealed class PriceAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_MissingDaysSplitsAndContradictions_AreFound()
    {
        PriceAudit audit = PriceAudit.Of(Read(
            """
            2021-01-04,A,10,11,9,10,1
            2021-01-05,A,10,11,9,10.5,1
            2021-01-06,A,5,6,5,5.3,1
            2021-01-04,B,10,11,9,10,1
            2021-01-06,B,10,11,9,12,1
            """));

        (audit.Rows, audit.Days).ShouldBe((5, 3));
        (audit.First, audit.Last).ShouldBe((new DateOnly(2021, 1, 4), new DateOnly(2021, 1, 6)));
        audit.Tickers.Select(ticker => (ticker.Ticker, ticker.Days)).ShouldBe([("A", 3), ("B", 2)]);
        audit.MissingDays.ShouldBe([("B", new DateOnly(2021, 1, 5))]);
        (string ticker, DateOnly date, double ratio) = audit.SuspectedSplits.ShouldHaveSingleItem();
        (ticker, date).ShouldBe(("A", new DateOnly(2021, 1, 6)));
        ratio.ShouldBe(5.3 / 10.5, 1e-12);
        audit.InconsistentLines.ShouldBe([6]);
    }

    [Fact]
    public void Of_LateTicker_MissesNothingBeforeItsFirstDay() =>
        PriceAudit.Of(Read("2021-01-04,A,1,1,1,1,1\n2021-01-05,A,1,1,1,1,1\n2021-01-05,B,1,1,1,1,1")).MissingDays.ShouldBeEmpty();

    [Fact]
    public void Build_LateTicker_BeginsWithIt()
    {
        PriceHistory history = PricePanel.Build(Read("2021-01-04,B,1,1,1,1,1\n2021-01-05,B,2,2,2,2,1\n2021-01-05,A,1,1,1,1,1\n2021-01-06,A,1,1,1,1,1\n2021-01-06,B,3,3,3,3,1"), new DateOnly(2021, 1, 5));
        history.Dates.ShouldBe([new DateOnly(2021, 1, 5)]);
        history.Series.Select(series => (series.Ticker, series.Close[0])).ShouldBe([("A", 1.0), ("B", 2.0)]);
    }

    [Theory]
    [InlineData("2021-01-04,A,1,1,1,1,1\n2021-01-05,A,1,1,1,1,1\n2021-01-06,A,1,1,1,1,1\n2021-01-04,B,1,1,1,1,1\n2021-01-06,B,1,1,1,1,1", "B has no price on 2021-01-05")]
    [InlineData("2021-01-04,A,1,1,1,1,1\n2021-03-06,B,1,1,1,1,1", "B has no price until 2021-01-31")]
    [InlineData("2021-01-04,A,1,1,0,1,1", "line 2, column low")]
    public void Build_UnusableFile_NamesTheFault(string rows, string expected) =>
        Should.Throw<InvalidDataException>(() => PricePanel.Build(Read(rows), new DateOnly(2021, 1, 31))).Message.ShouldContain(expected);

    private PriceFile Read(string rows)
    {
        File.WriteAllText(_folder["prices.csv"], PriceText.Header + rows + "\n");
        return PriceFile.Read(_folder["prices.csv"]);
    }
}
