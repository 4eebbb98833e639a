namespace Xmrl.Numerics.Parallel;

/// <summary>Numbered items of work that processes and threads share, and what each of them gives.</summary>
public sealed record WorkItems
{
    /// <summary>Number of items, ≥ 0. The same on every process.</summary>
    public required int Count { get; init; }

    /// <summary>Numbers per item that every process receives. The same on every process.</summary>
    public int Width { get; init; }

    /// <summary>The place that an item's data have, where it is not the item's own number: items of one place are always done by the same
    /// process, so that it finds there what an earlier call left. Null for the item's number.</summary>
    public Func<int, int>? Place { get; init; }

    /// <summary>What messages call an item; "item 7" if null.</summary>
    public Func<int, string>? Name { get; init; }

    /// <summary>Order in which the items are begun, a permutation of 0 … Count − 1; results do not depend on it. Natural order if
    /// null.</summary>
    public int[]? Order { get; init; }

    /// <summary>Checked before each item. What one process is told, all processes obey: see <see cref="WorkPool.Sum"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The process that does an item: places go round the processes, which spreads both numerous and heavy items evenly.</summary>
    /// <param name="item">The item.</param>
    /// <param name="processes">Number of processes.</param>
    /// <returns>Its rank.</returns>
    internal int Home(int item, int processes) => (Place?.Invoke(item) ?? item) % processes;

    internal string NameOf(int item) => Name?.Invoke(item) ?? $"item {item}";
}
