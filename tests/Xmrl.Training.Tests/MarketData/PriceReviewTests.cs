using Xmrl.Fixtures;
using Xmrl.Training.Configuration;
using Xmrl.Training.MarketData;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.MarketData;

public sealed class PriceReviewTests : IDisposable
{
    private const int Days = 545;

    private static readonly DateOnly s_first = new(2021, 1, 1);
    private static readonly DateOnly s_last = new(2021, 12, 31);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_SoundPrices_HasNothingToSay()
    {
        PriceReview review = Review(PriceText.TwoYears());
        review.Problem.ShouldBeNull();
        review.Warnings.ShouldBeEmpty();
        review.Market.ShouldNotBeNull().Dates.Length.ShouldBe(261);
        review.Audit.Rows.ShouldBe(2 * Days);
        review.Audit.JudgedRows.ShouldBe(2 * Days);
    }

    [Fact]
    public void Of_CloseAloneAdjusted_CannotBeUsed()
    {
        // Closes are 7 % lower than the four prices of a day allow, until a dividend in June 2021.
        PriceReview review = Review(
            PriceText.TwoYears(static row => row.Date < new DateOnly(2021, 6, 1) ? row with { Close = 0.93 * row.Close } : row));
        review.Problem.ShouldNotBeNull().ShouldContain("of 1090 lines low or high contradicts open or close, first in line 2");
        review.Market.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(PriceReview.FewLines)]
    public void Of_AFewContradictions_AreAWarning(int lines)
    {
        int left = lines;
        PriceReview review = Review(PriceText.TwoYears(row => left-- > 0 ? row with { Low = row.High * 1.1 } : row));
        review.Problem.ShouldBeNull();
        review.Warnings.ShouldHaveSingleItem().ShouldContain($"{lines} of 1090 (line 2");
    }

    [Fact]
    public void Of_OneContradictionMore_CannotBeUsed()
    {
        int left = PriceReview.FewLines + 1;
        Review(PriceText.TwoYears(row => left-- > 0 ? row with { Low = row.High * 1.1 } : row)).Problem.ShouldNotBeNull()
            .ShouldContain("6 of 1090 lines");
    }

    [Fact]
    public void Of_SplitMonthMissingAndDaysRepeated_AreWarnings()
    {
        PriceReview review = Review(PriceText.TwoYears(static row => row.Date.Month == 4 && row.Date.Year == 2021 ? null
            : row.Ticker == "A"
                && row.Date >= new DateOnly(2020, 8, 31)
                    ? row with { Open = row.Open / 4, High = row.High / 4, Low = row.Low / 4, Close = row.Close / 4 }
                    : row));
        review.Problem.ShouldBeNull();
        review.Warnings.Length.ShouldBe(2);
        review.Warnings[0].ShouldContain("A 2020-08-31: close × 0.2");
        review.Warnings[0].ShouldContain("about 1/4");
        review.Warnings[1].ShouldBe("No ticker has a price between 2021-03-31 and 2021-05-03: 22 weekdays.");
    }

    [Fact]
    public void Of_PricesThatEndEarly_SaysWhatIsCovered() =>
        Review(PriceText.TwoYears(static row => row.Date <= new DateOnly(2021, 9, 30) ? row : null)).Warnings.ShouldHaveSingleItem()
            .ShouldBe("The prices cover 2021-01-01 to 2021-09-30 of the period 2021-01-01 to 2021-12-31: 195 days of 261 weekdays.");

    [Fact]
    public void Of_FindingsOutsideTheUsedLines_AreNotCounted()
    {
        // A begins a month before B and halves in that time; after the period all prices double.
        string text = PriceText.TwoYears(
            static row => row.Date < new DateOnly(2020, 1, 1) ? (row.Ticker == "B" ? null : Scaled(row, 2)) : row);
        PriceReview review = Review(text + "2022-01-03,A,1,1,1,1,1\n2022-03-01,A,1,1,1,1,1\n");
        review.Problem.ShouldBeNull();
        review.Warnings.ShouldBeEmpty();
        review.Audit.JudgedFrom.ShouldBe(new DateOnly(2020, 1, 1));
        review.Audit.JudgedTo.ShouldBe(s_last);
    }

    /// <summary>What is refused in training is refused by the check, with the same sentence, and the other way round.</summary>
    [Theory]
    [InlineData("late", "have 154 days before 2021-01-01; turbulence over the trailing year needs at least 254.")]
    [InlineData("missing", "B has no price on 2021-07-01")]
    [InlineData("after", null)]
    [InlineData("other year", "the prices have 0 days; expected at least 2.")]
    [InlineData("empty", "has no prices")]
    [InlineData("begins later", "C has no price until 2021-12-31")]
    [InlineData("bad line", "line 1092, column open: 'x' is not a number")]
    public void Of_AnyFile_AgreesWithTraining(string kind, string? expected)
    {
        string text = kind switch
        {
            // 154 weekdays from 2020-06-01 to 2020-12-31.
            "late" => PriceText.TwoYears(static row => row.Ticker == "B" && row.Date < new DateOnly(2020, 6, 1) ? null : row),
            "missing" => PriceText.TwoYears(static row => row.Ticker == "B" && row.Date == new DateOnly(2021, 7, 1) ? null : row),
            "after" => PriceText.TwoYears() + "2022-01-03,A,1,1,1,1,1\n",
            "empty" => PriceText.Header,
            "begins later" => PriceText.TwoYears() + "2022-01-03,C,1,1,1,1,1\n",
            "bad line" => PriceText.TwoYears() + "2022-01-03,A,x,1,1,1,1\n",
            _ => PriceText.TwoYears(),
        };
        var settings = new MarketSettings { Data = Write(text) };
        settings = kind == "other year" ? settings with { FirstDay = "2023-01-01", LastDay = "2023-12-31" } : settings;

        string? problem = MarketFactory.Review(settings).ShouldNotBeNull().Problem;

        if (expected is null)
        {
            problem.ShouldBeNull();
            MarketFactory.Family(settings).Market.Tickers.ShouldBe(["A", "B"]);
        }
        else
        {
            problem.ShouldNotBeNull().ShouldContain(expected);
            string refused = Should.Throw<ConfigurationException>(() => MarketFactory.Family(settings)).Message;
            refused.ShouldBe($"market: {problem}");
            refused.ShouldNotContain("(Parameter");
        }
    }

    private static PriceRow Scaled(PriceRow row, double factor)
        => row with { Open = factor * row.Open, High = factor * row.High, Low = factor * row.Low, Close = factor * row.Close };

    private PriceReview Review(string text) => PriceReview.Of(PriceFile.Read(Write(text)), s_first, s_last);

    private string Write(string text)
    {
        File.WriteAllText(_folder["prices.csv"], text);
        return _folder["prices.csv"];
    }
}
