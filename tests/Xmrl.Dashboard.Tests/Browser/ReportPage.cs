using Microsoft.Playwright;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>A report opened from a file in a browser without a network; notes every error and every request.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private readonly string _folder;

    private ReportPage(IPage page, string folder) => (Page, _folder) = (page, folder);

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<ReportPage> OpenAsync(ReportData data, int width, ColorScheme scheme = ColorScheme.Light)
    {
        string folder = Directory.CreateTempSubdirectory("xmrl-report-").FullName;
        string file = Path.Combine(folder, "report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportRenderer.Render(data, stream);
        }

        ReportPage report = new(
            await SharedBrowser.OpenAsync(
                new() { Offline = true, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } }),
            folder);
        report.Page.Console += (_, message) => report.Note(message.Type is "error" or "warning", message.Text);
        report.Page.PageError += (_, error) => report.Note(true, error);
        report.Page.Request += (_, request) => report.Requests.Add(request.Url);
        await report.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await report.Page.WaitForSelectorAsync("main h1");

        // Charts wait for their width, which the browser tells in the next frame.
        await report.Page.EvaluateAsync("() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Note(bool isProblem, string text)
    {
        if (isProblem)
        {
            Errors.Add(text);
        }
    }
}
