using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>What a reader does with a report, by keyboard and pointer: replay episodes, zoom curves, take the data along.</summary>
[Trait("Category", "Browser")]
public sealed class ReportInteractionTests
{
    private const int Wide = 1280;
    private const int Steps = 20;

    [ChromiumFact]
    public async Task Open_CompleteRun_ReplaysNothingByItself()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator sliders = report.Page.Locator(".player input[type=range]");

        (await sliders.CountAsync()).ShouldBe(6, "one player per task, not per panel");
        string before = await report.Page.Locator(".places").InnerHTMLAsync();
        await report.Page.WaitForTimeoutAsync(300);

        (await report.Page.Locator(".places").InnerHTMLAsync()).ShouldBe(before);
        (await sliders.First.InputValueAsync()).ShouldBe(await sliders.First.GetAttributeAsync("max"), "the whole way is shown");
        (await report.Page.Locator("circle.now").CountAsync()).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Scrub_ByKeyboard_MovesTheDotsOfAllPanelsInStep()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator card = report.Page.Locator(".places .card").First;

        await card.Locator("input[type=range]").FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        string[] start = await DotsAsync(card);
        for (int step = 0; step < Steps; step++)
        {
            await report.Page.Keyboard.PressAsync("ArrowRight");
        }

        string[] later = await DotsAsync(card);
        start.Length.ShouldBe(32, "eight episodes before and after adaptation, before and after the repair");
        start.Distinct().Count().ShouldBe(1, "all episodes begin at one place");
        later.ShouldNotContain(start[0]);
        (await card.Locator("input[type=range]").GetAttributeAsync("aria-valuetext"))
            .ShouldNotBeNull().ShouldStartWith($"step {Steps} of ");
        int[] walked = await card.Locator("polyline:not(.ahead)").EvaluateAllAsync<int[]>(
            "lines => lines.map(line => line.getAttribute('points').split(' ').length)");
        walked.ShouldAllBe(static points => points == Steps + 1, "all panels show the same step");
        (await report.Page.Locator(".places .card").Nth(1).Locator("circle.now").CountAsync()).ShouldBe(0, "other tasks stay as they are");
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Play_ByKeyboard_MovesUntilItIsPaused()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator player = report.Page.Locator(".player").First;
        ILocator slider = player.Locator("input[type=range]");

        await player.Locator("button").PressAsync("Enter");
        await Assertions.Expect(player.Locator("button")).ToHaveTextAsync("Pause");
        await Assertions.Expect(slider).Not.ToHaveValueAsync("0");
        await player.Locator("button").PressAsync("Enter");
        await Assertions.Expect(player.Locator("button")).ToHaveTextAsync("Play");
        string paused = await slider.InputValueAsync();
        await report.Page.WaitForTimeoutAsync(300);

        (await slider.InputValueAsync()).ShouldBe(paused);
        paused.ShouldNotBe(await slider.GetAttributeAsync("max"));
    }

    [ChromiumFact]
    public async Task Scrub_ChartsOverTime_MarksTheSameStepInEveryChart()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleTrading.Create(), Wide);

        await report.Page.Locator(".player input[type=range]").FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        ILocator markers = report.Page.Locator("#wrong .marker");
        float start = (await markers.First.BoundingBoxAsync())!.X;
        await report.Page.Keyboard.PressAsync("PageUp");

        (await markers.CountAsync()).ShouldBe(4, "the accounts before and after adaptation, before and after the repair");
        float first = (await markers.First.BoundingBoxAsync())!.X;
        first.ShouldBeGreaterThan(start);
        (await markers.Last.BoundingBoxAsync())!.X.ShouldBe(first);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Download_Csv_HoldsEveryPointOfTheCurvesAndNoFormula()
    {
        ReportData sample = ReportSample.Create();
        ReportCurve[] curves = [.. sample.Curves.Where(curve => curve.Stage == sample.Curves[0].Stage)];
        ReportData data = sample with { Curves = [.. curves.Select(static curve => curve with { Label = $"=1+1, {curve.Label}" })] };
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);

        IDownload download = await report.Page.RunAndWaitForDownloadAsync(
            () => report.Page.Locator("#done figure button.csv").First.PressAsync("Enter"));

        download.SuggestedFilename.ShouldEndWith(".csv");
        string[] lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe($"line,{curves[0].XLabel},{curves[0].YLabel},low,high");
        lines.Length.ShouldBe(1 + curves.Sum(static curve => curve.Points.Count));
        lines[1].ShouldStartWith($"\"'=1+1, {curves[0].Label}\",");
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Zoom_ByKeyboard_NarrowsAndRestoresTheRange()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator figure = await FirstCurveAsync(report);
        string whole = await figure.Locator("svg").Last.InnerHTMLAsync();
        double[] all = await TicksAsync(figure);

        await figure.Locator("button[aria-label='Zoom in']").PressAsync("Enter");
        await figure.Locator("button[aria-label='Zoom in']").PressAsync("Enter");
        double[] middle = await TicksAsync(figure);
        await figure.Locator("button[aria-label='Later']").PressAsync("Enter");
        double[] later = await TicksAsync(figure);
        await figure.Locator("button:text-is('Whole range')").PressAsync("Enter");

        (middle[^1] - middle[0]).ShouldBeLessThan((all[^1] - all[0]) / 2);
        later[0].ShouldBeGreaterThan(middle[0]);
        (await figure.Locator("svg").Last.InnerHTMLAsync()).ShouldBe(whole);
        (await figure.Locator("button[aria-label='Later']").GetAttributeAsync("aria-disabled")).ShouldBe("true");
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Zoom_DragOverAChart_ShowsThePartDraggedOver()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator figure = await FirstCurveAsync(report);
        double[] all = await TicksAsync(figure);
        LocatorBoundingBoxResult box = (await figure.Locator("[role=img]").BoundingBoxAsync())!;

        await report.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height / 2));
        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height / 2), new() { Steps = 4 });
        (await figure.Locator(".range").IsVisibleAsync()).ShouldBeTrue();
        await report.Page.Mouse.UpAsync();
        double[] part = await TicksAsync(figure);

        part[0].ShouldBeGreaterThan(all[0]);
        (part[^1] - part[0]).ShouldBeLessThan((all[^1] - all[0]) / 2);
        (await figure.Locator(".range").CountAsync()).ShouldBe(0);
        report.Errors.ShouldBeEmpty();
    }

    /// <summary>Where the moving dots of a task's panels are.</summary>
    private static Task<string[]> DotsAsync(ILocator card) =>
        card.Locator("circle.now").EvaluateAllAsync<string[]>("dots => dots.map(dot => dot.parentElement.getAttribute('transform'))");

    /// <summary>The first chart with a zoom, on the screen: charts that are far from the screen are drawn anew when they come
    /// near.</summary>
    private static async Task<ILocator> FirstCurveAsync(ReportPage report)
    {
        ILocator figure = report.Page.Locator("#done figure:has(.zoom)").First;
        await figure.ScrollIntoViewIfNeededAsync();
        await report.Page.WaitForTimeoutAsync(300);
        return figure;
    }

    /// <summary>Numbers at the horizontal axis.</summary>
    private static Task<double[]> TicksAsync(ILocator figure) =>
        figure.Locator("[data-part='x-axis tick label'] text").EvaluateAllAsync<double[]>(
            "texts => texts.map(text => Number(text.textContent.replace(',', '')))");
}
