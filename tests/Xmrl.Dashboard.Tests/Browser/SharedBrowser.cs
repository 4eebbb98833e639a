using Microsoft.Playwright;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>The system's browser, started once for all tests of a process; every page has a context, and so cookies and storage, of its
/// own.</summary>
internal static class SharedBrowser
{
    private static readonly Lazy<Task<IBrowser>> s_browser = new(StartAsync);

    /// <summary>Opens a context with an empty page.</summary>
    /// <param name="options">Size, colours, network.</param>
    public static async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        IBrowserContext context = await (await s_browser.Value).NewContextAsync(options);
        return await context.NewPageAsync();
    }

    private static async Task<IBrowser> StartAsync()
    {
        IPlaywright driver = await Playwright.CreateAsync();

        // The browser is a child of the driver and goes with it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => driver.Dispose();
        return await driver.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumFactAttribute.ExecutablePath, Headless = true, Args = ChromiumFactAttribute.Arguments });
    }
}
