using System.Text.Json;
using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Browser;

namespace Xmrl.Watch.Tests.Browser;

[Trait("Category", "Browser")]
public sealed class AccessibilityTests(SampleRuns samples) : IClassFixture<SampleRuns>
{
    [AxeFact]
    public async Task Open_EveryPage_HasNothingThatAxeFinds()
    {
        string axe = await File.ReadAllTextAsync(AxeFactAttribute.Script);
        await using WatchBrowser browser = await WatchBrowser.OpenAsync(samples.Folder);
        await browser.Page.EvaluateAsync(axe + ";0");
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await browser.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (string hash in WatchBrowser.Pages)
            {
                await browser.Go(hash);
                JsonElement? found = await browser.Page.EvaluateAsync(
                    "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))");
                found!.Value.EnumerateArray().Select(static violation => violation.GetString()).ShouldBeEmpty($"{hash} {scheme}");
            }
        }
    }
}
