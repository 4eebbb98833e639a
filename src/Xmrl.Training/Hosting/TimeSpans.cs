using System.Globalization;

namespace Xmrl.Training.Hosting;

/// <summary>Times for people.</summary>
internal static class TimeSpans
{
    /// <summary>A time in its largest fitting unit, at least a second.</summary>
    internal static string Describe(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds))} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 60)} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
