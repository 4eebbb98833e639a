using System.Globalization;

namespace Xmrl.Cli.Rendering;

/// <summary>Times for people.</summary>
internal static class RunTimes
{
    /// <summary>A time in its largest fitting unit, at least a second.</summary>
    internal static string Span(TimeSpan span) =>
        span.TotalSeconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(span.TotalSeconds))} s")
        : span.TotalMinutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(span.TotalMinutes)} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h");
}
