namespace Xmrl.Dashboard.Tests.Reports;

/// <summary>A test of the built page; skipped, with the reason, where npm has not built it.</summary>
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
