using System.Globalization;

namespace Xmrl.Training.Hosting;

/// <summary>What the rest of a run is expected to take, told before it begins.</summary>
/// <param name="Seconds">Seconds on the clock, ≥ 0.</param>
/// <param name="Steps">Environment steps if no episode ends early, ≥ 0; null where they are not known.</param>
/// <param name="StepsPerSecond">What was measured just before, gradients included.</param>
public sealed record RunForecast(double Seconds, double? Steps, double StepsPerSecond)
{
    /// <summary>Share of the run that was done before, in [0, 1]; above 0 for a run that is continued.</summary>
    public double Done { get; init; }

    /// <summary>How many runs it is about.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>The forecast as a sentence for people.</summary>
    /// <returns>Such as "About 31 min: 100 M environment steps at 54 k steps/s, measured just now."</returns>
    public override string ToString()
    {
        string what = Runs == 1 ? "one run" : string.Create(CultureInfo.InvariantCulture, $"{Runs} runs");
        string work = Steps is { } steps ? $"{Short(steps)} environment steps" : what;
        return $"About {Span(Seconds)}: {work} at {Short(StepsPerSecond)} steps/s, measured just now.";
    }

    /// <summary>A time in its largest fitting unit, at least a second.</summary>
    internal static string Span(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds))} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 60)} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");

    private static string Short(double number) => number switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.##} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e3:0.#} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number:0}"),
    };
}
