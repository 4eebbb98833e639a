using Xmrl.Dashboard;

namespace Xmrl.Cli.Tests;

/// <summary>A test that makes report pages; skipped, with the reason, where npm has not built them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PageFactAttribute : FactAttribute
{
    public PageFactAttribute()
    {
        if (!ReportRenderer.IsAvailable)
        {
            Skip = "src/Xmrl.Dashboard/web/dist/report.html was not built (npm ci && npm run build).";
        }
    }
}
