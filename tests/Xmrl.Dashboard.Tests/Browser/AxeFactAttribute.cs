using Xmrl.Fixtures;

namespace Xmrl.Dashboard.Tests.Browser;

/// <summary>A test by axe-core in the system's Chromium; skipped, with the reason, where npm has not fetched it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute()
        => Skip = new ChromiumFactAttribute().Skip ?? (File.Exists(Script) ? null : $"{Script} is missing: npm ci.");

    /// <summary>The script that the page runs.</summary>
    public static string Script { get; } = Path.Combine(Repository.Root, "src/Xmrl.Dashboard/web/node_modules/axe-core/axe.min.js");
}
