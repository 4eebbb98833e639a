using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>A reader picks a task and follows it, and leaves methods out of the charts.</summary>
[Trait("Category", "Browser")]
public sealed class TaskViewTests
{
    private const int Wide = 1280;
    private const int Phone = 390;
    private const string Map = "[aria-label^='Map of tasks; arrow keys pick one']";

    [ChromiumFact]
    public async Task Pick_ByArrowKeysOnTheMap_WalksFromTaskToTask()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator title = report.Page.Locator("#task-view-title");
        (await title.TextContentAsync()).ShouldBe("One task");

        await report.Page.Locator(Map).First.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        string first = (await title.TextContentAsync())!;
        await report.Page.Keyboard.PressAsync("ArrowRight");
        string second = (await title.TextContentAsync())!;

        first.ShouldStartWith("Task ");
        second.ShouldStartWith("Task ");
        second.ShouldNotBe(first);
        ReportData data = ReportSample.Create();
        Parameter(second).ShouldBeGreaterThan(Parameter(first), "to the right");
        (await report.Page.Locator(Map).First.GetAttributeAsync("aria-label")).ShouldEndWith(second["Task ".Length..]);
        (await report.Page.EvaluateAsync<bool>($"() => document.activeElement.matches(\"{Map}\")")).ShouldBeTrue("the map keeps the focus");
        report.Errors.ShouldBeEmpty();

        double Parameter(string heading) => data.Tasks.Single(task => heading == $"Task {task.Id}").Parameters["goalX"];
    }

    [ChromiumFact]
    public async Task Pick_ByPointerOnTheMap_ShowsParametersScoresAndReplay()
    {
        ReportData data = ReportSample.Create();
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);
        ILocator dot = report.Page.Locator($"{Map} svg circle").First;
        await dot.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await dot.BoundingBoxAsync())!;

        await report.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.UpAsync();

        string picked = (await report.Page.Locator("#task-view-title").TextContentAsync())!["Task ".Length..];
        ReportTask task = data.Tasks.Single(item => item.Id == picked);
        (await report.Page.Locator("#task-view dt").AllTextContentsAsync()).ShouldBe(["kind", .. task.Parameters.Keys], ignoreOrder: true);
        (await report.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("task-view");
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Pick_ByName_ShowsScoresOfEveryMethodCauseAndEpisodes()
    {
        ReportData data = SampleBodies.Create();
        string id = data.Replays!.Episodes[0].TaskId;
        data = data with { Diagnosis = Diagnosis(id) };
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);
        int figures = await report.Page.Locator("#wrong figure").CountAsync();

        await report.Page.Locator($".scene-card button:text-is('{id}')").PressAsync("Enter");

        ILocator view = report.Page.Locator("#task-view");
        (await report.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("task-view");
        (await view.Locator("tbody th").AllTextContentsAsync()).Select(name => name.Trim())
            .ShouldBe(data.Methods.Select(method => method.Name));
        string row = (await view.Locator("tbody tr").Nth(1).TextContentAsync())!;
        row.ShouldContain("%");
        row.ShouldContain("[", customMessage: "the interval of the mean over all test tasks");
        (await view.TextContentAsync()).ShouldNotBeNull().ShouldContain("Too rare in training");
        (await view.Locator("figure").CountAsync()).ShouldBe(2, "its episodes in the plane and in space");
        (await report.Page.Locator("#wrong figure").CountAsync()).ShouldBe(figures + 2);
        (await view.Locator(".player input[type=range]").CountAsync()).ShouldBe(2);
        await view.Locator("button:text-is('Close')").PressAsync("Enter");
        (await report.Page.Locator("#wrong figure").CountAsync()).ShouldBe(figures);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Pick_TrainingTaskInTheTable_ShowsItsInfluence()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ILocator table = report.Page.Locator("#why details:has(table)").First;
        await table.Locator("summary").PressAsync("Enter");

        ILocator link = table.Locator("tbody th button").First;
        string id = (await link.TextContentAsync())!;
        await link.PressAsync("Enter");

        ILocator view = report.Page.Locator("#task-view");
        (await view.Locator("h3").First.TextContentAsync()).ShouldBe($"Task {id}");
        string text = (await view.TextContentAsync())!;
        text.ShouldContain("influence on the poor tasks");
        text.ShouldContain("rank 1");
        text.ShouldContain("Methods are scored on test tasks alone.");
        await view.Locator("button:text-is('Next task')").PressAsync("Enter");
        (await view.Locator("h3").First.TextContentAsync()).ShouldNotBe($"Task {id}");
    }

    [ChromiumFact]
    public async Task Filter_Method_LeavesItOutOfEveryChartAndBack()
    {
        ReportData data = ReportSample.Create();
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);
        string method = data.Methods[^1].Name;
        ILocator chart = report.Page.Locator("#improved figure").First;
        ILocator row = chart.Locator($"svg text:text-is('{method}')");
        ILocator other = chart.Locator($"svg text:text-is('{data.Methods[0].Name}')");
        await chart.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(row).ToHaveCountAsync(1);

        await report.Page.Locator("#improved fieldset").GetByLabel(method, new() { Exact = true }).FocusAsync();
        await report.Page.Keyboard.PressAsync("Space");
        await chart.ScrollIntoViewIfNeededAsync();

        await Assertions.Expect(row).ToHaveCountAsync(0);
        await Assertions.Expect(other).ToHaveCountAsync(1);
        (await report.Page.Locator("#done fieldset").GetByLabel(method, new() { Exact = true }).IsCheckedAsync())
            .ShouldBeFalse("both filters are one");
        await report.Page.Locator("#improved fieldset button").PressAsync("Enter");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Filter_MethodWithACurve_LeavesItsLineOut()
    {
        await using ReportPage report = await ReportPage.OpenAsync(ReportSample.Create(), Wide);
        ReportData data = ReportSample.Create();
        string method = data.Curves.First(curve => data.Methods.Any(item => item.Name == curve.Label)).Label;
        ILocator lines = report.Page.Locator($"#done figure li:has-text('{method}')");
        int before = await lines.CountAsync();
        before.ShouldBeGreaterThan(0);

        await report.Page.Locator("#done fieldset").GetByLabel(method, new() { Exact = true }).UncheckAsync();

        (await lines.CountAsync()).ShouldBeLessThan(before);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Pick_HostileNames_AreText()
    {
        await using ReportPage report = await ReportPage.OpenAsync(HostileText.InsertInto(ReportSample.Create()), Phone);

        await report.Page.Locator("select[aria-label='Task']").SelectOptionAsync(HostileText.Script);

        (await report.Page.Locator("#task-view-title").TextContentAsync()).ShouldBe($"Task {HostileText.Script}");
        (await report.Page.Locator("#task-view tbody th").Last.TextContentAsync()).ShouldNotBeNull().Trim().ShouldBe(HostileText.Script);
        (await report.Page.EvaluateAsync<bool>("() => 'hacked' in window")).ShouldBeFalse();
        (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone);
        report.Errors.ShouldBeEmpty();
    }

    private static ReportDiagnosis Diagnosis(string task) => new()
    {
        Sentences = ["One kind of task fails."],
        Kinds =
        [
            new ReportKind
            {
                Description = "the goal on the left",
                Tasks = [task],
                Cause = "Too rare in training",
                Confidence = 0.8,
                Remedy = "Train on more of them.",
                IsPrescribed = true,
                Evidence = ["4 of 50 training tasks are like it."],
            },
        ],
    };
}
