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
    /// <remarks>No sums are taken here: the caller adds in item order (<see cref="WorkPool.Sum"/>), so the number of processes does not
    /// change the bits.</remarks>
    public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts);

    /// <summary>Gives every process a block of each process's own: what this one has for rank r arrives there, in the order of the senders'
    /// ranks.</summary>
    /// <param name="mine">Blocks for ranks 0 … Size − 1, behind each other. Shape [Σ sent].</param>
    /// <param name="sent">Elements for each rank. Shape [Size].</param>
    /// <param name="all">Receives the blocks from ranks 0 … Size − 1, behind each other. Shape [Σ received]; no overlap with
    /// <paramref name="mine"/>.</param>
    /// <param name="received">Elements from each rank: there, <paramref name="sent"/> at this rank. Shape [Size].</param>
    /// <exception cref="ArgumentException">A length does not agree with the counts.</exception>
    public void ExchangeItems(ReadOnlySpan<double> mine, ReadOnlySpan<int> sent, Span<double> all, ReadOnlySpan<int> received);

    /// <summary>Gives every process the bytes of rank 0.</summary>
    /// <param name="data">Sent by rank 0, received by the others. The same length everywhere.</param>
    public void Broadcast(Span<byte> data);

    /// <summary>Returns after all processes have called it.</summary>
    public void Barrier();
}
