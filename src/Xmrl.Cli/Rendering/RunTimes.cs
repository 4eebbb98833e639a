using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>Times for people.</summary>
internal static class RunTimes
{
    /// <summary>A time in its largest fitting unit, at least a second.</summary>
    internal static string Span(TimeSpan span) =>
        span.TotalSeconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(span.TotalSeconds))} s")
        : span.TotalMinutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(span.TotalMinutes)} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h");

    /// <summary>A phrase that begins with a comma, such as ", run: about 5 min left"; empty where it is not known, or nothing is left.
    /// </summary>
    internal static string Left(StageProgress value)
        => value.SecondsLeft is > 0 and { } seconds ? $", run: about {Span(TimeSpan.FromSeconds(seconds))} left" : "";
}
