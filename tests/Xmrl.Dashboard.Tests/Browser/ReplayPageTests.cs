using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>Replays in space: they are drawn, move in step, and can be turned by pointer and keyboard.</summary>
[Trait("Category", "Browser")]
public sealed class ReplayPageTests
{
    private const int Wide = 1280;
    private const int Phone = 390;
    private const string Figure = "figure:has(h3:text-is('The tasks in space'))";

    [ChromiumFact]
    public async Task Open_Replays_DrawsEverySolidOfEveryEpisode()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Wide);

        report.Errors.ShouldBeEmpty();
        ILocator figure = report.Page.Locator(Figure);
        (await figure.Locator("svg[role=img]").CountAsync()).ShouldBe(8, "two tasks, two policies, before and after adaptation");
        ILocator first = figure.Locator("svg[role=img]").First;
        (await first.GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldMatch(
            "^Task test-\\d+ in space, before the repair, before adaptation: fails, return −20.*, gone 1.*m, asked 4.*m$");
        string[] bodies = await first.Locator(".solid > title").EvaluateAllAsync<string[]>("all => all.map(title => title.textContent)");
        bodies.Distinct().Order(StringComparer.Ordinal).ShouldBe(["box that stands", "head", "left leg", "right leg", "torso"]);
        (await first.Locator(".grid path").CountAsync()).ShouldBeGreaterThan(6, "the ground");
        (await first.Locator(".way, .aim, .goal, .post").CountAsync()).ShouldBe(4, "way, direction and what the task asks");
        (await figure.Locator("li").AllTextContentsAsync()).Select(text => text.Trim())
            .ShouldBe(["torso", "left leg", "right leg", "head", "things", "speed that the task asks", "way so far"]);
        (await report.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('svg *')].filter(e => [...e.attributes].some(a => "
            + "a.value.includes('NaN'))).length")).ShouldBe(0);
    }

    [ChromiumFact]
    public async Task Scrub_ByKeyboard_MovesAllEpisodesOfTheTaskInStep()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Wide);
        ILocator card = report.Page.Locator(".scene-card").First;
        ILocator other = report.Page.Locator(".scene-card").Last;
        string still = await other.Locator("svg[role=img]").Last.InnerHTMLAsync();

        await card.Locator("input[type=range]").FocusAsync();
        await report.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(card.Locator("p.low").First).ToHaveTextAsync("step 0: gone 0.00\u202fm, asked 0.00\u202fm");
        for (int step = 0; step < 21; step++)
        {
            await report.Page.Keyboard.PressAsync("ArrowRight");
        }

        // Half, equal, equal and twice the speed for 21 steps of 0.05 s; the odd step lies between two stored moments.
        string[] lines = [.. (await card.Locator("p.low").AllTextContentsAsync()).Select(static line => line.Replace('\u202f', ' '))];
        lines[0].ShouldStartWith("step 21: gone 0.5");
        lines.Skip(1).ShouldBe(
            [
                "step 21: gone 1.05 m, asked 2.10 m", "step 21: gone 1.05 m, asked 2.10 m", "step 21: gone 2.10 m, asked 2.10 m",
            ]);
        (await other.Locator("svg[role=img]").Last.InnerHTMLAsync()).ShouldBe(still, "other tasks stay as they are");
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Play_ReducedMotion_ShowsStillPictures()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Wide);
        await report.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        ILocator card = report.Page.Locator(".scene-card").First;
        await report.Page.EvaluateAsync(
            "() => { window.shown = new Set(); const range = document.querySelector('.scene-card input[type=range]'); "
                + "const look = () => { window.shown.add(range.value); requestAnimationFrame(look); }; look(); }");

        await card.GetByRole(AriaRole.Button, new() { Name = "Play" }).PressAsync("Enter");
        await report.Page.WaitForTimeoutAsync(1300);

        (await report.Page.EvaluateAsync<int>("() => window.shown.size")).ShouldBeInRange(2, 5);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Turn_ByKeyboardAndPointer_TurnsAllPicturesAndBack()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Wide);
        ILocator pictures = report.Page.Locator($"{Figure} svg[role=img]");
        string[] first = await GroundsAsync();

        await report.Page.Locator("button[aria-label='Turn left']").PressAsync("Enter");
        string[] left = await GroundsAsync();
        await report.Page.Locator("button[aria-label='Turn right']").PressAsync("Enter");
        string[] back = await GroundsAsync();
        await report.Page.Locator("button[aria-label='Nearer']").PressAsync("Enter");
        string near = (await pictures.First.GetAttributeAsync("viewBox"))!;
        await report.Page.Locator("button:text-is('First view')").PressAsync("Enter");
        string far = (await pictures.First.GetAttributeAsync("viewBox"))!;

        left.Zip(first).ShouldAllBe(static pair => pair.First != pair.Second);
        back.ShouldBe(first);
        Width(near).ShouldBe(Width(far) / 1.25, 1e-6);
        await pictures.First.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await pictures.First.BoundingBoxAsync())!;
        await report.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.MoveAsync(box.X + (box.Width / 2) + 60, box.Y + (box.Height / 2) + 20);
        await report.Page.Mouse.UpAsync();
        (await GroundsAsync()).Zip(first).ShouldAllBe(static pair => pair.First != pair.Second);
        report.Errors.ShouldBeEmpty();

        Task<string[]> GroundsAsync() => pictures.EvaluateAllAsync<string[]>(
            "all => all.map(svg => svg.querySelector('.floor').getAttribute('points'))");
    }

    [ChromiumFact]
    public async Task Open_Phone_NeedsNoHorizontalScrolling()
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Phone, scheme);

            (await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone);
            (await report.Page.Locator($"{Figure} svg[role=img]").First.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(150);
            report.Errors.ShouldBeEmpty();
        }
    }

    [ChromiumFact]
    public async Task Open_HostileNames_AreText()
    {
        ReportData data = SampleBodies.Create();
        ReportReplays replays = data.Replays!;
        ReportBodyModel model = replays.Models[0];
        data = data with
        {
            Replays = replays with
            {
                Models =
                [
                    model with { Bodies = [.. model.Bodies.Select(static _ => new ReportBody(HostileText.Script, HostileText.Script))] },
                ],
                Episodes =
                [
                    .. replays.Episodes.Select(static episode => episode with
                    {
                        Aims = [.. episode.Aims.Select(static aim => aim with { Label = HostileText.Script })],
                    }),
                ],
            },
        };
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);

        (await report.Page.EvaluateAsync<bool>("() => 'hacked' in window")).ShouldBeFalse();
        (await report.Page.Locator($"{Figure} li").First.TextContentAsync()).ShouldNotBeNull().Trim().ShouldBe(HostileText.Script);
        report.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Download_Csv_HoldsEveryBodyAtEveryStoredMoment()
    {
        await using ReportPage report = await ReportPage.OpenAsync(SampleBodies.Create(), Wide);

        IDownload download = await report.Page.RunAndWaitForDownloadAsync(
            () => report.Page.Locator($"{Figure} button.csv").PressAsync("Enter"));

        string[] lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("task,repair,adaptation,step,body,x,y,z");
        lines.Length.ShouldBe(1 + (8 * 21 * 5));
    }

    private static double Width(string viewBox)
        => double.Parse(viewBox.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
}
