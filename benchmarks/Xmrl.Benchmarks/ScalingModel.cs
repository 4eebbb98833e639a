namespace Xmrl.Benchmarks;

/// <summary>What an iteration takes on R ranks of one thread each, from what it takes on one and an α-β model of the network. Derivation in
/// docs/scaling.md.</summary>
public sealed class ScalingModel
{
    private const int Number = sizeof(double);

    /// <summary>Numbers per rank that say how it fared.</summary>
    private const int Header = 2;

    private readonly double _itemSeconds;
    private readonly double _sumSeconds;
    private readonly double _restSeconds;
    private readonly double _sums;
    private readonly double _plain;
    private readonly double _gathered;
    private readonly int _parameters;

    /// <summary>Takes the measured figures apart.</summary>
    /// <param name="few">An iteration alone.</param>
    /// <param name="many">The same with more tasks: what grows with them is the sum over tasks, the rest is what every rank
    /// repeats.</param>
    /// <exception cref="ArgumentException">Both have the same number of tasks.</exception>
    public ScalingModel(ProcessResult few, ProcessResult many)
    {
        ArgumentNullException.ThrowIfNull(few);
        ArgumentNullException.ThrowIfNull(many);
        if (many.Tasks <= few.Tasks)
        {
            throw new ArgumentException($"many has {many.Tasks} tasks; more than {few.Tasks} expected.", nameof(many));
        }

        double fewRest = few.SecondsAlone - few.BusySeconds;
        double manyRest = many.SecondsAlone - many.BusySeconds;
        _parameters = few.Parameters;
        _itemSeconds = few.BusySeconds / few.Tasks;
        _sumSeconds = Math.Max(0, (manyRest - fewRest) / (many.Tasks - few.Tasks));
        _restSeconds = Math.Max(0, fewRest - (few.Tasks * _sumSeconds));
        _sums = few.Summed / few.Tasks / few.Parameters;
        _plain = few.Exchanges - _sums;
        _gathered = few.Gathered / few.Tasks;
    }

    /// <summary>Seconds of one task's work per iteration: t.</summary>
    public double ItemSeconds => _itemSeconds;

    /// <summary>Seconds per iteration and task in sums over tasks: u.</summary>
    public double SumSeconds => _sumSeconds;

    /// <summary>Seconds per iteration that every rank repeats: s.</summary>
    public double RestSeconds => _restSeconds;

    /// <summary>Sums of vectors per iteration.</summary>
    public double Sums => _sums;

    /// <summary>Seconds of an iteration.</summary>
    /// <param name="network">The network.</param>
    /// <param name="ranks">R ≥ 1.</param>
    /// <param name="tasks">N ≥ 1.</param>
    /// <param name="cut">Whether sums are cut into slices, as the program does; otherwise every rank receives all vectors.</param>
    /// <returns>The time of the rank with most tasks.</returns>
    public double Seconds(NetworkModel network, int ranks, int tasks, bool cut)
    {
        ArgumentNullException.ThrowIfNull(network);
        double work = (Math.Ceiling((double)tasks / ranks) * _itemSeconds) + _restSeconds + (_sumSeconds * tasks / (cut ? ranks : 1));
        if (ranks == 1)
        {
            return work;
        }

        double vector = Number * (double)_parameters;
        double small = (_plain + (cut ? _sums : 0)) * network.Gather(ranks, Number * Header * ranks);
        double figures = Number * _gathered * tasks / network.BytesPerSecond;
        double sum = cut
            ? network.Exchange(ranks, vector * tasks / ranks) + network.Gather(ranks, vector)
            : network.Gather(ranks, (vector * tasks) + (Number * Header * ranks));
        return work + small + figures + (_sums * sum);
    }

    /// <summary>Bytes that a rank receives per iteration.</summary>
    /// <param name="ranks">R ≥ 1.</param>
    /// <param name="tasks">N ≥ 1.</param>
    /// <param name="cut">Whether sums are cut into slices.</param>
    /// <returns>Bytes.</returns>
    public double Bytes(int ranks, int tasks, bool cut)
    {
        double others = (ranks - 1.0) / ranks;
        double vector = Number * (double)_parameters;
        return others
            * ((_sums * (cut ? vector * ((tasks / (double)ranks) + 1) : vector * tasks))
                + (Number * ((_gathered * tasks) + (Header * ranks * (_plain + _sums)))));
    }

    /// <summary>Share of the ranks' time that one rank would need for the same work.</summary>
    /// <param name="network">The network.</param>
    /// <param name="ranks">R ≥ 1.</param>
    /// <param name="tasks">N ≥ 1.</param>
    /// <param name="cut">Whether sums are cut into slices.</param>
    /// <returns>T(1, N)/(R·T(R, N)).</returns>
    public double Efficiency(NetworkModel network, int ranks, int tasks, bool cut = true)
        => Seconds(network, 1, tasks, cut) / (ranks * Seconds(network, ranks, tasks, cut));
}
