using Microsoft.Playwright;
using Xmrl.Dashboard.Tests.Browser;
using Xmrl.Watch.Serving;
using Xmrl.Watch.Tests.Serving;

namespace Xmrl.Watch.Tests.Browser;

/// <summary>A server over a folder, opened in the system's browser; notes every error of the page.</summary>
internal sealed class WatchBrowser : IAsyncDisposable
{
    /// <summary>The pages over <see cref="SampleRuns"/>.</summary>
    public static IReadOnlyList<string> Pages { get; }
        = ["#/", $"#/run/{SampleRuns.First}", $"#/compare/{SampleRuns.First},{SampleRuns.Second}"];

    private WatchBrowser(IPage page, WatchServer server) => (Page, Server) = (page, server);

    public IPage Page { get; }

    public WatchServer Server { get; }

    public List<string> Errors { get; } = [];

    /// <summary>Opens a page of the server.</summary>
    /// <param name="folder">Folder with runs.</param>
    /// <param name="hash">Page, from its # on; empty for the list.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public static async Task<WatchBrowser> OpenAsync(
        string folder, string hash = "", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        WatchServer server = await WatchServerTests.Start(folder);
        IPage page = await SharedBrowser.OpenAsync(
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        var opened = new WatchBrowser(page, server);
        opened.Page.Console += (_, message) => opened.Note(message.Type is "error" or "warning", message.Text);
        opened.Page.PageError += (_, error) => opened.Note(true, error);
        await opened.Page.GotoAsync(server.Address + hash);
        await opened.Page.WaitForSelectorAsync("main h1");
        return opened;
    }

    /// <summary>Goes to another page of the server, and waits for its figures.</summary>
    public async Task Go(string hash)
    {
        await Page.EvaluateAsync("hash => location.hash = hash", hash);
        string last = hash == Pages[0] ? "main table" : hash == Pages[1] ? "section#terms" : "section#curves figure";
        await Page.Locator(last).First.WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        await Server.DisposeAsync();
    }

    private void Note(bool isProblem, string text)
    {
        if (isProblem)
        {
            Errors.Add(text);
        }
    }
}
