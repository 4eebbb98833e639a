using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Browser;
using Xmrl.Fixtures;

namespace Xmrl.Watch.Tests.Browser;

[Trait("Category", "Browser")]
public sealed class WatchBrowserTests(SampleRuns samples) : IClassFixture<SampleRuns>
{
    private const int Phone = 390;
    private const string Script = "<script>window.hacked=1</script><img src=x onerror='window.hacked=2'>";

    [ChromiumFact]
    public async Task Open_List_ShowsRunsWithoutErrors()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        await Row(browser, SampleRuns.First).WaitForAsync();
        (await Row(browser, SampleRuns.First).InnerTextAsync()).ShouldContain("improve drone");
        (await browser.Page.Locator("tbody tr").CountAsync()).ShouldBe(2);
        (await browser.Page.Locator("header [role=status]").InnerTextAsync()).ShouldBe("Live");
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_FinishedRun_HasEverySectionOfItsReport()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder, $"#/run/{SampleRuns.First}");
        foreach (string section in new[] { "wrong", "why", "done", "improved", "cost", "record", "terms" })
        {
            await browser.Page.Locator($"section#{section} h2").WaitForAsync();
        }

        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Watch_RunThatGrows_IsUpdatedInPlace()
    {
        using var folder = new TemporaryFolder();
        using var run = LiveRun.Begin(folder.FullPath, "live");
        run.Append(0, 20);
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(folder.FullPath, "#/run/live");
        ILocator reading = browser.Page.Locator("section#done figcaption p").First;
        await reading.WaitForAsync();
        string before = await reading.InnerTextAsync();
        await browser.Page.EvaluateAsync("() => { window.same = true; document.querySelector('section#record details').open = true; }");
        await browser.Page.EvaluateAsync("() => scrollTo(0, 400)");

        run.Append(20, 400);
        await browser.Page.WaitForFunctionAsync(
            "before => document.querySelector('section#done figcaption p').innerText !== before", before);
        (await browser.Page.EvaluateAsync<bool>("() => window.same === true")).ShouldBeTrue("the page is not loaded anew");
        (await browser.Page.EvaluateAsync<bool>("() => document.querySelector('section#record details').open")).ShouldBeTrue();
        (await browser.Page.EvaluateAsync<int>("() => Math.round(scrollY)")).ShouldBe(400);
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Watch_RunThatBeginsFailsAndGoes_IsListedAndLeaves()
    {
        using var folder = new TemporaryFolder();
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(folder.FullPath);
        await browser.Page.Locator("text=There is no run yet").WaitForAsync();

        using var run = LiveRun.Begin(folder.FullPath, "new");
        await Row(browser, "new").WaitForAsync();
        run.Dispose();
        await browser.Page.Locator("tbody tr:has-text('xmrl resume')").WaitForAsync();
        run.Delete();
        await browser.Page.Locator("text=There is no run yet").WaitForAsync();
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_HostileFolder_ShowsTextAndRunsNothing()
    {
        using var folder = new TemporaryFolder();
        using var run = LiveRun.Begin(folder.FullPath, "<img src=x onerror=alert(1)>", Script);
        run.Append(0, 3);
        run.Run.EnterStage(Script);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["broken"]).FullName, "state.json"), "{\"phase\":\"" + Script);
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(folder.FullPath);
        ILocator row = browser.Page.Locator("tbody tr", new() { HasTextString = Script }).First;
        await row.WaitForAsync();
        await row.Locator("th a").ClickAsync();
        await browser.Page.Locator("section.run").WaitForAsync();
        (await browser.Page.Locator("section.run").InnerTextAsync()).ShouldContain(Script);
        (await browser.Page.EvaluateAsync<bool>("() => window.hacked === undefined")).ShouldBeTrue();
        (await browser.Page.Locator("img").CountAsync()).ShouldBe(0);
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_KeyboardAlone_FiltersSortsChoosesAndCompares()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        await Row(browser, SampleRuns.First).WaitForAsync();
        await Focus(browser, "() => document.activeElement?.type === 'search'");
        await browser.Page.Keyboard.TypeAsync("seed2");
        (await browser.Page.Locator("tbody tr:visible").CountAsync()).ShouldBe(1);
        for (int i = 0; i < "seed2".Length; i++)
        {
            await browser.Page.Keyboard.PressAsync("Backspace");
        }

        await Focus(browser, "() => document.activeElement?.closest('th')?.innerText.startsWith('Seed') === true");
        await browser.Page.Keyboard.PressAsync("Enter");
        (await browser.Page.Locator("th[aria-sort]:has-text('Seed')").GetAttributeAsync("aria-sort"))
            .ShouldBeOneOf("ascending", "descending");
        for (int i = 0; i < 2; i++)
        {
            await Focus(browser, "() => document.activeElement?.type === 'checkbox' && !document.activeElement.checked");
            await browser.Page.Keyboard.PressAsync("Space");
        }

        await Focus(browser, "() => document.activeElement?.innerText === 'Compare 2 runs'");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.Page.Locator("section#figures table").First.WaitForAsync();
        (await browser.Page.Locator("section#curves figure").CountAsync()).ShouldBeGreaterThan(0);
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Compare_LineThatIsLeftOut_GoesFromEveryChartAndComesBack()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        await browser.Go(WatchBrowser.Pages[2]);
        ILocator boxes = browser.Page.Locator(".filter input[type=checkbox]");
        ILocator lines = browser.Page.Locator("section#curves figure li");
        int all = await lines.CountAsync();
        string name = await browser.Page.Locator(".filter label").Last.InnerTextAsync();
        ILocator own = browser.Page.Locator("section#curves figure li", new() { HasTextString = name });
        (await own.CountAsync()).ShouldBeGreaterThan(0, name);

        await boxes.Last.FocusAsync();
        await browser.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(own).ToHaveCountAsync(0);
        (await lines.CountAsync()).ShouldBeInRange(1, all - 1, "the others stay");

        await browser.Page.Locator(".filter button").PressAsync("Enter");
        await Assertions.Expect(lines).ToHaveCountAsync(all);
        (await boxes.Last.IsCheckedAsync()).ShouldBeTrue();
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_Phone_HasNoRoomBesideThePageInLightAndDark()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder, width: Phone);
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await browser.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (string hash in WatchBrowser.Pages)
            {
                await browser.Go(hash);
                (await browser.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(Phone, hash);
            }
        }

        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Open_ThousandRuns_FiltersAtOnce()
    {
        using var folder = new TemporaryFolder();
        LiveRun.Many(folder.FullPath, 1_000);

        await using WatchBrowser browser = await WatchBrowser.OpenAsync(folder.FullPath);
        await browser.Page.Locator("form [role=status]:has-text('000 runs')").WaitForAsync();
        await browser.Page.Locator("input[type=search]").FillAsync("run777");
        await browser.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).length === 1");
        browser.Errors.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task Watch_ServerThatEnds_IsSaid()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        await Row(browser, SampleRuns.First).WaitForAsync();
        await browser.Server.DisposeAsync();
        await browser.Page.Locator("header [role=status]:has-text('Not connected')").WaitForAsync();
        (await Row(browser, SampleRuns.First).CountAsync()).ShouldBe(1, "what was there stays");
    }

    [ChromiumFact]
    public async Task Open_TwoHundredPages_DoNotGrowInMemory()
    {
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        ICDPSession session = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await Visit(browser, 20);
        double early = await Heap(session);
        await Visit(browser, 80);
        double late = await Heap(session);
        late.ShouldBeLessThan(1.3 * early + 2e6, "80 visits of both pages");
        browser.Errors.ShouldBeEmpty();
    }

    private static async Task Visit(WatchBrowser browser, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await browser.Page.EvaluateAsync($"() => location.hash = '#/run/{SampleRuns.First}'");
            await browser.Page.Locator("section#record").WaitForAsync();
            await browser.Page.EvaluateAsync("() => location.hash = '#/'");
            await Row(browser, SampleRuns.First).WaitForAsync();
        }
    }

    private static async Task<double> Heap(ICDPSession session)
    {
        await session.SendAsync("HeapProfiler.enable");
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("Performance.enable");
        System.Text.Json.JsonElement? answer = await session.SendAsync("Performance.getMetrics");
        return answer!.Value.GetProperty("metrics").EnumerateArray()
            .Single(static metric => metric.GetProperty("name").GetString() == "JSHeapUsedSize").GetProperty("value").GetDouble();
    }

    private static ILocator Row(WatchBrowser browser, string id) => browser.Page.Locator("tbody tr", new() { HasTextString = id });

    /// <summary>Goes on with the tab key until an element has the focus.</summary>
    private static async Task Focus(WatchBrowser browser, string isThere)
    {
        for (int i = 0; i < 60; i++)
        {
            await browser.Page.Keyboard.PressAsync("Tab");
            if (await browser.Page.EvaluateAsync<bool>(isThere))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The tab key does not reach it: {isThere}");
    }
}
