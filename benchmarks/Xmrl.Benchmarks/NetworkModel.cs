namespace Xmrl.Benchmarks;

/// <summary>A network in the α-β model: a message of b bytes arrives after α + b/β.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LatencySeconds">α, from program to program.</param>
/// <param name="BytesPerSecond">β of one node.</param>
/// <param name="MessageSeconds">What a message more costs its sender where many are under way at once.</param>
public sealed record NetworkModel(string Name, double LatencySeconds, double BytesPerSecond, double MessageSeconds)
{
    /// <summary>Largest gather for which MPI libraries double the blocks in ⌈log₂ R⌉ steps; above, blocks go round a ring in R −
    /// 1.</summary>
    private const double DoublingBytes = 1 << 19;

    /// <summary>TCP over 10 Gb/s Ethernet: round figures of the order that micro-benchmarks of MPI over TCP show.</summary>
    public static NetworkModel Ethernet { get; } = new("10 Gb/s Ethernet", 25e-6, 1.15e9, 3e-6);

    /// <summary>InfiniBand of 100 Gb/s: round figures of the order that micro-benchmarks of MPI over verbs show.</summary>
    public static NetworkModel InfiniBand { get; } = new("100 Gb/s InfiniBand", 1.5e-6, 11.5e9, 0.2e-6);

    /// <summary>Seconds until all ranks have the blocks of all.</summary>
    /// <param name="ranks">R ≥ 1.</param>
    /// <param name="bytes">All blocks together.</param>
    /// <returns>Steps·α + b·(R − 1)/(R·β).</returns>
    public double Gather(int ranks, double bytes)
    {
        double steps = bytes <= DoublingBytes ? Math.Ceiling(Math.Log2(ranks)) : ranks - 1;
        return (steps * LatencySeconds) + (bytes * (ranks - 1) / ranks / BytesPerSecond);
    }

    /// <summary>Seconds until every rank has a block of its own from every other.</summary>
    /// <param name="ranks">R ≥ 1.</param>
    /// <param name="bytes">What one rank receives.</param>
    /// <returns>α + (R − 1)·m + b·(R − 1)/(R·β); 0 for one rank.</returns>
    public double Exchange(int ranks, double bytes)
        => ranks == 1 ? 0 : LatencySeconds + ((ranks - 1) * MessageSeconds) + (bytes * (ranks - 1) / ranks / BytesPerSecond);
}
