namespace Xmrl.Experiments.Reproduction;

/// <summary>How long the rest of a reproduction will take, from what its finished runs took.</summary>
/// <remarks>A run of a series is expected to take the mean of the series' finished runs; before there is one, the mean of all finished runs; before there is any, what the present run makes one expect.</remarks>
public sealed class TimeEstimate
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

        double here = whole is { } expected ? Math.Max(0, expected - present.Seconds) : Math.Max(0, Expected(present.Series, null) - present.Seconds);
        return here + waiting.Sum(series => Expected(series, whole));
    }

    private double Expected(string series, double? present)
    {
        double[] own = [.. _finished.Where(run => run.Series == series).Select(run => run.Seconds)];
        return own.Length > 0 ? own.Average()
            : _finished.Count > 0 ? _finished.Average(run => run.Seconds)
            : present ?? 0;
    }
}
