namespace Xmrl.Reproduction.Running;

/// <summary>How long the rest of a reproduction will take, from what its finished runs took.</summary>
/// <remarks>A run of a series is expected to take the mean of the series' finished runs; before there is one, the mean of all finished
/// runs; before there is any, what the present run makes one expect. Runs of other series count in proportion to their weights.</remarks>
/// <param name="weights">Weight of a run of each series, such as its environment steps; 1 where a series has none.</param>
public sealed class TimeEstimate(IReadOnlyDictionary<string, double>? weights = null)
{
    private readonly List<(string Series, double Seconds)> _finished = [];

    /// <summary>Adds a finished run.</summary>
    /// <param name="series">Name of its series.</param>
    /// <param name="seconds">What it took.</param>
    public void Add(string series, double seconds) => _finished.Add((series, seconds));

    /// <summary>Seconds left.</summary>
    /// <param name="waiting">Series of the runs that have not begun.</param>
    /// <param name="present">The present run: its series, seconds so far, and share done in [0, 1].</param>
    /// <returns>Seconds, or null while there is nothing to go by.</returns>
    public double? Left(IEnumerable<string> waiting, (string Series, double Seconds, double Share) present)
    {
        double? whole = present.Share > 0 ? present.Seconds / present.Share : null;
        if (whole is null && _finished.Count == 0)
        {
            return null;
        }

        double here = whole is { } expected
            ? Math.Max(0, expected - present.Seconds)
            : Math.Max(0, Expected(present.Series, null) - present.Seconds);
        return here + Waiting(waiting, (present.Series, whole));
    }

    /// <summary>Seconds of runs that have not begun.</summary>
    /// <param name="series">Their series.</param>
    /// <param name="present">The present run's series, and the seconds that it will take in all; null where that is not known.</param>
    /// <returns>Seconds; 0 where nothing is known.</returns>
    public double Waiting(IEnumerable<string> series, (string Series, double? Whole) present)
    {
        double? unit = present.Whole / Weight(present.Series);
        return series.Sum(waiting => Expected(waiting, unit));
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
