using Xmrl.Dashboard.Tests.Reports;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>A test in the system's Chromium; skipped, with the reason, where that or the built page is missing. Nothing is ever
/// downloaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public ChromiumFactAttribute()
    {
        if (ExecutablePath is null)
        {
            Skip = $"No Chromium at {string.Join(" or ", Places)}.";
        }
        else
        {
            Skip = new PageFactAttribute().Skip;
        }
    }

    /// <summary>How the browser is started: it asks nobody for anything.</summary>
    internal static string[] Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Path of the browser, or null where there is none.</summary>
    public static string? ExecutablePath => Array.Find(Places, File.Exists);
}
