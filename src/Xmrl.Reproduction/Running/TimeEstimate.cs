namespace Xmrl.Reproduction.Running;

/// <summary>How long the rest of a reproduction will take, from what its finished runs took.</summary>
/// <remarks>A run of a series is expected to take the mean of the series' finished runs; before there is one, the mean of all finished
/// runs; before there is any, what the present run makes one expect. Runs of other series count in proportion to their weights.</remarks>
/// <param name="weights">Weight of a run of each series, such as its environment steps; 1 where a series has none.</param>
internal sealed class TimeEstimate(IReadOnlyDictionary<string, double>? weights = null)
{
    private readonly List<(string Series, double Seconds)> _finished = [];

    /// <summary>Adds a finished run.</summary>
    /// <param name="series">Name of its series.</param>
    /// <param name="seconds">What it took.</param>
    public void Add(string series, double seconds) => _finished.Add((series, seconds));

    /// <summary>Seconds left.</summary>
    /// <param name="waiting">Series of the runs that have not begun.</param>
    /// <param name="series">Series of the present run.</param>
    /// <param name="seconds">What the present run took so far.</param>
    /// <param name="left">What it says is left of it; null where it does not say.</param>
    /// <returns>Seconds, or null while there is nothing to go by.</returns>
    public double? Left(IEnumerable<string> waiting, string series, double seconds, double? left)
        => left is { } own ? own + Waiting(waiting, series, seconds + own)
        : _finished.Count > 0 ? Math.Max(0, Expected(series, null) - seconds) + Waiting(waiting, series, null)
        : null;

    /// <summary>Seconds of runs that have not begun.</summary>
    /// <param name="waiting">Their series.</param>
    /// <param name="series">Series of the present run.</param>
    /// <param name="whole">Seconds that the present run will take in all; null where that is not known.</param>
    /// <returns>Seconds; 0 where nothing is known.</returns>
    public double Waiting(IEnumerable<string> waiting, string series, double? whole)
    {
        double? unit = whole / Weight(series);
        return waiting.Sum(other => Expected(other, unit));
    }

    private double Expected(string series, double? unit)
    {
        double[] own = [.. _finished.Where(run => run.Series == series).Select(run => run.Seconds)];
        return own.Length > 0 ? own.Average()
            : _finished.Count > 0 ? _finished.Average(run => run.Seconds / Weight(run.Series)) * Weight(series)
            : (unit ?? 0) * Weight(series);
    }

    private double Weight(string series)
        => weights is not null && weights.TryGetValue(series, out double weight) && weight > 0 ? weight : 1;
}
