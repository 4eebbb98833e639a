using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Dashboard.Tests.Browser;

[Trait("Category", "Browser")]
public sealed class ReportPageTests
{
    private const int Wide = 1280;
    private const int Phone = 380;

    private static readonly string[] Sections = ["wrong", "why", "done", "improved", "cost", "record", "terms"];

    [ChromiumFact]
    public async Task Open_CompleteRun_ShowsEverySectionWithoutErrors()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);

        report.Errors.ShouldBeEmpty();
        report.Requests.Count.ShouldBe(1, string.Join('\n', report.Requests));
        foreach (string section in Sections)
        {
            (await report.Page.Locator($"section#{section} h2").CountAsync()).ShouldBe(1, section);
        }

        (await report.Page.TitleAsync()).ShouldBe(ReportSample.Create().Identity.Title);
        (await report.Page.Locator("text=Not reached").CountAsync()).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Open_CompleteRun_DrawsEveryChart()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);

        int charts = await report.Page.Locator("figure [role=img]").CountAsync();
        int empty = await report.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('figure [role=img]')].filter(e => (e.tagName === 'svg' ? e : "
                + "e.querySelector('svg'))?.querySelectorAll('path, circle, line, rect').length > 2 ? false : true).length");
        int invalid = await report.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('svg *')].filter(e => [...e.attributes].some(a => a.value.includes('NaN'))).length");

        charts.ShouldBeGreaterThan(15);
        empty.ShouldBe(0);
        invalid.ShouldBe(0);
        (await report.Page.Locator("figure svg style").CountAsync()).ShouldBe(0, "xmrl watch allows no inline style");
    }

    [ChromiumFact]
    public async Task Open_Episodes_ShowsPoorAndOtherTasksBeforeAndAfterAdaptationAndRepair()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator cards = report.Page.Locator(".places .card");

        string[] names = [.. (await cards.Locator("h4").AllTextContentsAsync()).Select(static name => name.Trim())];
        names.Count(static name => name.EndsWith(", poor", StringComparison.Ordinal)).ShouldBe(4);
        names.Length.ShouldBe(6, "and two others");
        string[] panels = [.. (await cards.First.Locator("p").AllTextContentsAsync()).Select(static text => text.Split(':')[0].Trim())];
        panels.ShouldBe(
            [
                "before the repair, before adaptation", "before the repair, after adaptation",
                "after the repair, before adaptation", "after the repair, after adaptation",
            ]);
        string reading = (await report.Page.Locator("figure:has(.places) figcaption p").First.TextContentAsync())!;
        reading.ShouldMatch(
            "^On 4 poor tasks, after adaptation: before the repair [0-9]+ of 32 succeed; after the repair [0-9]+ of 32 succeed\\. "
            + "Before adaptation: before the repair [0-9]+ of 32 succeed; after the repair [0-9]+ of 32 succeed\\.$");
        (await cards.First.Locator("p").First.TextContentAsync())!.Trim().ShouldMatch("^before the repair, before adaptation: [0-9a-z]");
    }

    [ChromiumFact]
    public async Task Open_EpisodesOfAnEarlierVersion_AreThoseAfterAdaptation()
    {
        ReportData data = ReportSample.Create();
        data = data with { Episodes = [.. data.Episodes.Where(static episode => episode.IsAdapted)] };
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);

        ILocator card = report.Page.Locator(".places .card").First;
        (await card.Locator("p").AllTextContentsAsync()).Select(static text => text.Split(':')[0].Trim())
            .ShouldBe(["before the repair", "after the repair"]);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_StockRun_ShowsAccountsTradesAndTurbulence()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleTrading.Create(), Wide);

        report.Errors.ShouldBeEmpty();
        (await report.Page.Locator("figure h3:text-is('The accounts over the trading period')").CountAsync()).ShouldBe(1);
        (await report.Page.Locator("figure h3:text-is('Turbulence and trades')").CountAsync()).ShouldBe(1);
        (await report.Page.Locator("#wrong figure [role=img] svg").CountAsync())
            .ShouldBeGreaterThanOrEqualTo(6, "accounts, turbulence, and trades at four moments");
        (await report.Page.Locator("#wrong li:has-text('before adaptation')").CountAsync())
            .ShouldBe(2, "the account's lines, before and after the repair");
        (await report.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('svg *')].filter(e => [...e.attributes].some(a => "
            + "a.value.includes('NaN'))).length")).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Open_EnvironmentThatThePageDoesNotKnow_DrawsEveryMark()
    {
        ReportData data = SampleShapes.Create();
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);

        report.Errors.ShouldBeEmpty();
        (await report.Page.Locator("figure h3:text-is('The ripples')").CountAsync()).ShouldBe(1);
        ILocator place = report.Page.Locator("svg[aria-label^='The pond']");
        (await place.CountAsync()).ShouldBe(1, "one task, one phase");
        (await place.Locator("circle[r='0.5']").CountAsync()).ShouldBe(Enum.GetValues<ReportRole>().Length);
        (await place.Locator("polyline").CountAsync()).ShouldBe(1);
        (await place.TextContentAsync()).ShouldNotBeNull().ShouldContain("cm");
        (await report.Page.Locator("#wrong li:has-text('swim')").CountAsync()).ShouldBe(2, "a legend for each picture");
        (await report.Page.Locator("#wrong").TextContentAsync()).ShouldNotBeNull().ShouldContain("On 1 poor task: return −3.25.");
        (await report.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('svg *')].filter(e => [...e.attributes].some(a => "
            + "a.value.includes('NaN'))).length")).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Open_StockRunOnAPhone_NeedsNoHorizontalScrolling()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleTrading.Create(), Phone);

        (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone);
    }

    [ChromiumFact]
    public async Task Open_Chart_HasReadingAndName()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);

        int silent = await report.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('figure')].filter(f => !(f.querySelector('figcaption "
                + "p')?.textContent.trim().endsWith('.'))).length");
        int nameless = await report.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('[role=img]')].filter(e => !e.getAttribute('aria-label')).length");

        silent.ShouldBe(0);
        nameless.ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Open_Phone_NeedsNoHorizontalScrolling()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Phone);

        (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_AnyWidth_PartsOfFiguresDoNotOverlap()
    {
        foreach (int width in (int[])[Phone, 820, Wide])
        {
            await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), width);

            string[] overlapping = await report.Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('figure')].filter(figure => {
                  const parts = [...figure.children].map(part => part.getBoundingClientRect());
                  return parts.some((part, i) => i > 0 && part.top < parts[i - 1].bottom - 1);
                }).map(figure => figure.querySelector('h3').textContent)
                """);

            overlapping.ShouldBeEmpty();
        }
    }

    [ChromiumFact]
    public async Task Open_PartialRun_SaysWhatWasNotReached()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.CreatePartial(), Wide, ColorScheme.Dark);

        report.Errors.ShouldBeEmpty();
        (await report.Page.Locator("text=Not reached").CountAsync()).ShouldBeGreaterThan(3);
        (await report.Page.Locator("section#done figure svg").CountAsync()).ShouldBeGreaterThan(0);
    }

    /// <summary>What to do stands first; tests and controls are one click below.</summary>
    [ChromiumFact]
    public async Task Open_FirstScreen_SaysWhichPolicyToUse()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);

        (await report.Page.Locator("h1").TextContentAsync())!.ShouldStartWith("Use the repaired policy: success rate 86 % instead of 71 %");
        (await report.Page.Locator(".badges").InnerTextAsync()).ShouldBe("Repaired");
        (await report.Page.Locator(".file code").TextContentAsync()).ShouldBe("repaired.safetensors");
        (await report.Page.Locator("main > dl dt").CountAsync()).ShouldBe(3);
        (await report.Page.Locator(".verdict").IsVisibleAsync()).ShouldBeFalse();
        await report.Page.Locator("details.tests summary").PressAsync("Enter");
        (await report.Page.Locator(".verdict").IsVisibleAsync()).ShouldBeTrue();
    }

    [ChromiumFact]
    public async Task Open_EmptyRun_StillOpens()
    {
        ReportData data = new() { Identity = ReportSample.Create().Identity, Score = new ReportScore { Name = "return" } };

        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);

        report.Errors.ShouldBeEmpty();
        (await report.Page.Locator("text=NaN").CountAsync()).ShouldBe(0);
        (await report.Page.Locator("text=undefined").CountAsync()).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Open_HostileText_StaysText()
    {
        await using ReportPage report = await ReportPage.OpenAsync(HostileText.InsertInto(ReportSample.Create()), Phone);

        (await report.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
        (await report.Page.Locator("img").CountAsync()).ShouldBe(0);
        (await report.Page.Locator("h1").TextContentAsync()).ShouldBe(HostileText.Script);
        (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone);
    }

    [ChromiumFact]
    public async Task Choose_OtherMethod_RedrawsTheTaskCharts()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        string before = await report.Page.Locator("section#improved select")
            .EvaluateAsync<string>("e => document.querySelector('section#improved').innerText");

        await report.Page.Locator("section#improved select").SelectOptionAsync("Task weighting");

        string after = await report.Page.Locator("section#improved select")
            .EvaluateAsync<string>("e => document.querySelector('section#improved').innerText");
        after.ShouldNotBe(before);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_LargeRun_DrawsEveryChart()
    {
        ReportSampleSize size = new() { TrainingTasks = 100, ValidationTasks = 50, TestTasks = 200, CurvePoints = 2_000 };

        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(size), Wide);

        report.Errors.ShouldBeEmpty();
        (await report.Page.Locator("figure svg").CountAsync()).ShouldBeGreaterThan(15);
    }
}
