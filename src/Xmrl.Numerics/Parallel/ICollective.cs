namespace Xmrl.Numerics.Parallel;

/// <summary>The processes that work on one run together. Every process makes the same calls in the same order.</summary>
public interface ICollective
{
    /// <summary>Number of this process, 0 … Size − 1.</summary>
    public int Rank { get; }

    /// <summary>Number of processes, ≥ 1.</summary>
    public int Size { get; }

    /// <summary>Gives every process the blocks of all processes, in the order of their ranks.</summary>
    /// <param name="mine">This process's block. Shape [counts[Rank]].</param>
    /// <param name="all">Receives all blocks. Shape [Σ counts]; no overlap with <paramref name="mine"/>.</param>
    /// <param name="counts">Elements of each rank's block, the same on every process. Shape [Size].</param>
    /// <exception cref="ArgumentException">A length does not agree with <paramref name="counts"/>.</exception>
    /// <remarks>No sums are taken here: the caller adds in item order (<see cref="OrderedSum"/>), so the number of processes does not change the bits.</remarks>
    public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts);

    /// <summary>Gives every process the bytes of rank 0.</summary>
    /// <param name="data">Sent by rank 0, received by the others. The same length everywhere.</param>
    public void Broadcast(Span<byte> data);

    /// <summary>Returns after all processes have called it.</summary>
    public void Barrier();
}
