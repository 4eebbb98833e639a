using System.Text.Json;
using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>axe-core looks at reports with replays in the plane, over time and in space, and with a picked task.</summary>
[Trait("Category", "Browser")]
public sealed class ReportAccessibilityTests
{
    private const int Wide = 1280;

    public static TheoryData<string> Reports => ["plane", "time", "space"];

    [AxeTheory]
    [MemberData(nameof(Reports))]
    public async Task Open_ReplaysAndPickedTask_HaveNothingThatAxeFinds(string kind)
    {
        ReportData data = kind switch
        {
            "plane" => ReportSample.Create(),
            "time" => SampleTrading.Create(),
            _ => SampleBodies.Create(),
        };
        await using ReportPage report = await ReportPage.OpenAsync(data, Wide);
        await report.Page.EvaluateAsync(await File.ReadAllTextAsync(AxeFactAttribute.Script) + ";0");
        string picked = data.Replays?.Episodes[0].TaskId ?? data.Episodes[0].TaskId;
        await report.Page.Locator("select[aria-label='Task']").SelectOptionAsync(picked);
        (await report.Page.Locator("#task-view figure").CountAsync()).ShouldBeGreaterThan(0);
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await report.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            JsonElement? found = await report.Page.EvaluateAsync(
                "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))");
            found!.Value.EnumerateArray().Select(static violation => violation.GetString()).ShouldBeEmpty($"{kind} {scheme}");
        }
    }
}
