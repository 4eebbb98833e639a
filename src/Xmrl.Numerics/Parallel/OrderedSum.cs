using Xmrl.Numerics.Linear;

namespace Xmrl.Numerics.Parallel;

/// <summary>Sums whose order is the order of the items, not of the threads that produced them.</summary>
public static class OrderedSum
{
    /// <summary>destination ← (…((destination + item₀) + item₁) + …).</summary>
    /// <param name="items">One vector per item, in item order. Each has the shape [n].</param>
    /// <param name="destination">Receives the sum on top of what it holds. Shape [n].</param>
    /// <exception cref="ArgumentException">An item is null or has another length; nothing is added then.</exception>
    public static void Accumulate(ReadOnlySpan<double[]> items, Span<double> destination)
    {
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is null || items[i].Length != destination.Length)
            {
                throw new ArgumentException(
                    $"items[{i}] has {items[i]?.Length.ToString() ?? "no"} elements; {destination.Length} expected.", nameof(items));
            }
        }

        foreach (double[] item in items)
        {
            VectorOperations.AddScaled(1, item, destination);
        }
    }

    /// <summary>The same for items that lie behind each other, as <see cref="ICollective.AllGatherItems"/> leaves them.</summary>
    /// <param name="items">Row-major, one item per row. Shape [items, n].</param>
    /// <param name="destination">Receives the sum on top of what it holds. Shape [n].</param>
    /// <exception cref="ArgumentException">The number of elements is no multiple of n.</exception>
    public static void Accumulate(ReadOnlySpan<double> items, Span<double> destination)
    {
        if (destination.Length == 0 ? items.Length != 0 : items.Length % destination.Length != 0)
        {
            throw new ArgumentException($"items has {items.Length} elements; a multiple of {destination.Length} expected.", nameof(items));
        }

        for (int start = 0; start < items.Length; start += destination.Length)
        {
            VectorOperations.AddScaled(1, items.Slice(start, destination.Length), destination);
        }
    }
}
