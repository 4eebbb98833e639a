using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Provenance;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Tests.BoMrl;

public sealed class FigureSectionTests
{
    private static readonly FigurePicture s_bars = new()
    {
        Title = "Gap & bounds",
        Axis = "gap",
        Columns = ["gap"],
        Labels = [""],
        Rows = ["one", "two"],
        Limits = ["near", "far"],
    };

    private static readonly FigurePicture s_curve = new()
    {
        Title = "Curve",
        Axis = "reward",
        Columns = ["after 0", "after 1"],
        Labels = ["0", "1"],
        Rows = ["one", "half"],
        Limits = ["optimum"],
    };

    [Fact]
    public void Render_Bars_DrawsNearLimitsAndNamesFarOnes()
    {
        string page = FigureSection.Render(Result(s_bars, [
            Cell("one", "gap", 2, 1.5, 2.5), Cell("two", "gap", 1), Cell("near", "gap", 3), Cell("far", "gap", 40),
        ]));

        page.ShouldContain("<h2>Gap &amp; bounds</h2>");
        Count(page, "<rect class=\"paper\"").ShouldBe(2);
        Count(page, "<line class=\"interval\"").ShouldBe(1);
        Count(page, "<line class=\"scale\"").ShouldBe(1);
        page.ShouldContain("<p>a: near, 3; b: far, 40 (beyond the axis)</p>");
        page.ShouldContain("<td>far</td>");
    }

    [Fact]
    public void Render_NegativeBar_ReachesFromItsEndToZeroAndItsLabelFits()
    {
        const string Long = "a row with a name of 40 letters and more";
        string page = FigureSection.Render(Result(
            s_bars with { Rows = ["one", Long], Limits = [] }, [Cell("one", "gap", 100, 80, 120), Cell(Long, "gap", -100, -130, -70)]));

        // The axis goes from −105 to 126; labels of 40 letters leave 276 of 860 pixels at the left.
        const double Scale = (860 - 276 - 8) / 231.0;
        page.ShouldContain(FormattableString.Invariant(
            $"<rect class=\"paper\" x=\"{276 + (5 * Scale):0.#}\" y=\"78\" width=\"{100 * Scale:0.#}\""));
        page.ShouldContain($"<text x=\"268\" y=\"92\" text-anchor=\"end\">{Long}</text>");
        page.ShouldContain("<line class=\"interval\" x1=\"276\"");
        page.ShouldContain(">0</text>");
        page.ShouldNotContain(">-0</text>");
    }

    [Fact]
    public void Render_Curves_DrawsRowsThatAreWholeAndTheirBands()
    {
        string page = FigureSection.Render(Result(s_curve, [
            Cell("one", "after 0", 0, -1, 1), Cell("one", "after 1", 2, 1, 3), Cell("half", "after 1", 5),
            Cell("optimum", "after 0", 4),
            Cell("optimum", "after 1", 4) with { Paper = new PaperValue(3.9), Verdict = CellVerdict.Undecided },
        ]));

        Count(page, "<polyline class=\"c0\"").ShouldBe(1);
        Count(page, "<polyline class=\"c1\"").ShouldBe(0);
        Count(page, "<polygon class=\"c0\"").ShouldBe(1);
        Count(page, "<polyline class=\"scale\"").ShouldBe(1);
        page.ShouldContain("<td>half</td><td></td><td>5</td>");
        page.ShouldContain("<td>4; paper 3.9: undecided</td>");
    }

    [Fact]
    public void Render_TableWithoutPictures_AddsNothing()
    {
        ReproductionResult result = Result(s_bars, [Cell("one", "gap", 2)]) with { Pictures = null };

        FigureSection.Render(result).ShouldBeEmpty();
        FigureSection.Columns(result).ShouldBeEmpty();
    }

    [Fact]
    public void Render_NothingFinished_KeepsTheHeadings()
        => FigureSection.Render(Result(s_bars, [Cell("one", "gap", 2) with { Mean = null, Values = [], Seeds = [] }]))
            .ShouldContain("<h2>Gap &amp; bounds</h2>");

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static CellResult Cell(string row, string column, double mean, double? low = null, double? high = null) => new()
    {
        Row = row,
        Column = column,
        Seeds = [1],
        Values = [mean],
        Mean = mean,
        Interval = low is null ? null : new Interval(mean, low, high),
    };

    private static ReproductionResult Result(FigurePicture picture, CellResult[] cells) => new()
    {
        Reproduction = "fake/figure1",
        Command = "xmrl reproduce fake/figure1",
        Complete = true,
        Seeds = 1,
        FirstSeed = 1,
        Quick = false,
        Overrides = [],
        Summary = "1 run.",
        Protocol = new ReproductionProtocol { Source = "Nobody (2000), Figure 1", Measure = "A number.", Stated = ["Nothing."] },
        Cells = cells,
        Claims = [],
        Costs = [],
        Failures = [],
        Pictures = [picture],
        Environment = EnvironmentInfo.Collect(),
    };
}
