using Xmrl.Numerics.Linear;

namespace Xmrl.Numerics.Parallel;

/// <summary>The collective of one process: nothing to exchange.</summary>
public sealed class SingleProcess : ICollective
{
    /// <summary>The only instance; it has no state.</summary>
    public static SingleProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts)
    {
        VectorOperations.RequireLength(counts.Length, 1, nameof(counts));
        VectorOperations.RequireLength(mine.Length, counts[0], nameof(mine));
        VectorOperations.RequireLength(all.Length, counts[0], nameof(all));
        mine.CopyTo(all);
    }

    /// <inheritdoc/>
    public void ExchangeItems(ReadOnlySpan<double> mine, ReadOnlySpan<int> sent, Span<double> all, ReadOnlySpan<int> received)
    {
        VectorOperations.RequireLength(sent.Length, 1, nameof(sent));
        VectorOperations.RequireLength(received.Length, 1, nameof(received));
        VectorOperations.RequireLength(received[0], sent[0], nameof(received));
        AllGatherItems(mine, all, sent);
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> data)
    {
    }

    /// <inheritdoc/>
    public void Barrier()
    {
    }
}
