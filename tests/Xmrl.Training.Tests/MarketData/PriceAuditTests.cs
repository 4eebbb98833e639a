using Xmrl.Environments.Stock.Prices;
using Xmrl.Fixtures;
using Xmrl.Training.MarketData;

namespace Xmrl.Training.Tests.MarketData;

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
        audit.Jumps.ShouldBe([new PriceJump("A", new DateOnly(2021, 1, 6), 5.3 / 10.5, "1/2")]);
        audit.InconsistentLines.ShouldBe([6]);
    }

    /// <summary>Close before, open and close of the day, whether it is named, and the fraction that close and next open agree
    /// with.</summary>
    [Theory]
    [InlineData(499.23, 127.58, 129.04, true, "1/4")]
    [InlineData(100, 100, 70.1, false, null)]
    [InlineData(100, 100, 69.9, true, null)]
    [InlineData(100, 100, 129.9, false, null)]
    [InlineData(100, 100, 130.1, true, null)]
    [InlineData(100, 20.3, 19, true, "1/5")]
    [InlineData(100, 12.4, 13, true, "1/8")]
    [InlineData(100, 9.9, 10, true, "1/10")]
    [InlineData(100, 4.02, 4.2, true, "1/25")]
    [InlineData(120, 4, 4, true, "1/30")]
    [InlineData(500, 5, 5.1, true, "1/100")]
    [InlineData(190, 1, 1, true, "1/190")]
    [InlineData(1, 50, 50, true, "50")]
    [InlineData(1, 100, 101, true, "100")]
    [InlineData(1, 5000, 5000, true, null)]
    [InlineData(100, 798, 800, true, "8")]
    [InlineData(100, 150, 149, true, "3/2")]
    [InlineData(100, 67, 66, true, "2/3")]
    [InlineData(100, 225, 226, true, null)]
    [InlineData(100, 75.5, 74.5, true, "3/4")]
    [InlineData(100, 80.5, 79.5, true, "4/5")]
    [InlineData(100, 126, 125, true, "5/4")]
    [InlineData(100, 95, 80, false, null)]
    [InlineData(100, 80.4, 82.1, false, null)]
    public void Of_ChangeOfAClose_IsNamedWithItsFraction(double before, double open, double close, bool isNamed, string? fraction)
    {
        (double high, double low) = (Math.Max(open, close), Math.Min(open, close));
        FormattableString rows =
            $"2021-01-04,A,{before},{before},{before},{before},1\n2021-01-05,A,{open},{high},{low},{close},1";
        PriceAudit audit = PriceAudit.Of(Read(FormattableString.Invariant(rows)));
        if (isNamed)
        {
            audit.Jumps.ShouldBe([new PriceJump("A", new DateOnly(2021, 1, 5), close / before, fraction)]);
        }
        else
        {
            audit.Jumps.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Of_OneDayAtAHundredTimesThePrice_NamesTheWayThereAndBack()
    {
        PriceAudit audit = PriceAudit.Of(Read("2021-01-04,A,5,5,5,5,1\n2021-01-05,A,500,500,500,500,1\n2021-01-06,A,5,5,5,5,1"));
        audit.Jumps.Select(jump => (jump.Date.Day, jump.Fraction)).ShouldBe([(5, "100"), (6, "1/100")]);
        audit.Jumps[1].ToString().ShouldBe("A 2021-01-06: close × 0.01, about 1/100");
    }

    /// <summary>A Friday, then the given day of January 2021: from Friday to Tuesday are four days, as with a holiday.</summary>
    [Theory]
    [InlineData(12, null)]
    [InlineData(13, 2)]
    [InlineData(18, 5)]
    [InlineData(29, 14)]
    public void Of_DaysThatNoTickerHas_AreAGapAboveFour(int day, int? weekdays)
    {
        PriceAudit audit = PriceAudit.Of(
            Read($"2021-01-08,A,1,1,1,1,1\n2021-01-08,B,1,1,1,1,1\n2021-01-{day},A,2,2,2,2,1\n2021-01-{day},B,2,2,2,2,1"));
        audit.MissingDays.ShouldBeEmpty();
        audit.Gaps.Select(gap => (gap.Before.Day, gap.After.Day, (int?)gap.Weekdays))
            .ShouldBe(weekdays is null ? [] : [(8, day, weekdays)]);
    }

    [Theory]
    [InlineData("2021-01-09,A,2,3,1,2.5,1", "2021-01-09,B,1,1,1,1,1", true)]
    [InlineData("2021-01-09,A,2.5,2.5,2.5,2.5,0", "2021-01-09,B,1,1,1,1,0", true)]
    [InlineData("2021-01-09,A,2,3,1,2.5,1", "2021-01-09,B,1,1.1,1,1,1", false)]
    [InlineData("2021-01-09,A,2,3,1,2.6,1", "2021-01-09,B,1,1,1,1,1", false)]
    public void Of_DayOnWhichNothingMoved_IsNamed(string a, string b, bool isNamed) =>
        PriceAudit.Of(
            Read($"2021-01-08,A,2,3,1,2.5,1\n2021-01-08,B,1,1,1,1,1\n{a}\n{b}")).UnmovedDays.ShouldBe(isNamed
                ? [new DateOnly(2021, 1, 9)]
                : []);

    [Fact]
    public void Of_ContradictionByARounding_IsNone() =>
        PriceAudit.Of(Read("2021-01-08,A,10,10.9999995,9,11,1\n2021-01-11,A,10,10.9999,9,11,1")).InconsistentLines.ShouldBe([3]);

    [Fact]
    public void WeekdaysIn_AnyPeriod_CountsMondayToFriday()
    {
        var first = new DateOnly(2021, 1, 1);
        for (int begin = 0; begin < 7; begin++)
        {
            for (int length = 0; length < 30; length++)
            {
                int expected = Enumerable.Range(begin, length)
                    .Count(i => first.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
                CalendarGap.WeekdaysIn(first.AddDays(begin), first.AddDays(begin + length - 1)).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public void Of_LateTicker_MissesNothingBeforeItsFirstDay() =>
        PriceAudit.Of(Read("2021-01-04,A,1,1,1,1,1\n2021-01-05,A,1,1,1,1,1\n2021-01-05,B,1,1,1,1,1")).MissingDays.ShouldBeEmpty();

    [Fact]
    public void Build_LateTicker_BeginsWithIt()
    {
        PriceHistory history = PricePanel.Build(
            Read("2021-01-04,B,1,1,1,1,1\n2021-01-05,B,2,2,2,2,1\n2021-01-05,A,1,1,1,1,1\n2021-01-06,A,1,1,1,1,1\n2021-01-06,B,3,3,3,3,1"),
            new DateOnly(2021, 1, 5));
        history.Dates.ShouldBe([new DateOnly(2021, 1, 5)]);
        history.Series.Select(series => (series.Ticker, series.Close[0])).ShouldBe([("A", 1.0), ("B", 2.0)]);
    }

    [Theory]
    [InlineData(
        "2021-01-04,A,1,1,1,1,1\n2021-01-05,A,1,1,1,1,1\n2021-01-06,A,1,1,1,1,1\n2021-01-04,B,1,1,1,1,1\n2021-01-06,B,1,1,1,1,1",
        "B has no price on 2021-01-05")]
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
