using System.Diagnostics;

namespace Xmrl.Numerics.Parallel;

/// <content>Work that several processes share.</content>
public sealed partial class WorkPool
{
    private WorkTally _tally;
    private long _busyTicks;

    /// <summary>The processes that share the work of <see cref="Sum"/> and <see cref="Gather"/>.</summary>
    public ICollective Collective { get; }

    /// <summary>What was done so far.</summary>
    internal WorkTally Tally => _tally with { BusySeconds = (double)Interlocked.Read(ref _busyTicks) / Stopwatch.Frequency };

    /// <summary>Works through items on the threads of all processes, and gives every process all their numbers. Called by all
    /// processes.</summary>
    /// <param name="items">The items.</param>
    /// <param name="body">Called with the worker's number, the item's number and the item's row to fill. Shape [Width].</param>
    /// <returns>Rows in the order of the items. Shape [Count][Width].</returns>
    /// <exception cref="RankFailureException">An item failed and there are several processes; with one, the item's own
    /// exception.</exception>
    /// <exception cref="OperationCanceledException">A process was told to stop before all items were handed out; all processes
    /// throw.</exception>
    public double[][] Gather(WorkItems items, Action<int, int, double[]> body) => Sum(items, [], [], body);

    /// <summary>As <see cref="Gather"/>; besides, items give vectors, which are weighted and summed in the order of the items:
    /// destination ← (…((0 + w₀·v₀) + w₁·v₁) + …), the same bits on every process and for any number of threads and processes.</summary>
    /// <param name="items">The items.</param>
    /// <param name="weights">Weights w. Shape [Count]; not read where <paramref name="destination"/> is empty.</param>
    /// <param name="destination">Receives the sum. Shape [n].</param>
    /// <param name="body">Called with the worker's number, the item's number and the item's row to fill: first what all processes receive,
    /// then the item's vector. Shape [Width + n].</param>
    /// <returns>What all processes receive, in the order of the items; columns from Width on are scratch. Shape [Count][≥ Width].</returns>
    /// <exception cref="ArgumentException">The number of weights is not Count.</exception>
    /// <exception cref="RankFailureException">An item failed and there are several processes; with one, the item's own
    /// exception.</exception>
    /// <exception cref="OperationCanceledException">A process was told to stop before all items were handed out; all processes
    /// throw.</exception>
    public double[][] Sum(WorkItems items, IReadOnlyList<double> weights, Span<double> destination, Action<int, int, double[]> body)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(body);
        if (destination.Length > 0 && weights.Count != items.Count)
        {
            throw new ArgumentException($"weights has {weights.Count} elements; {items.Count} expected.", nameof(weights));
        }

        var rows = new double[items.Count][];
        int length = items.Width + destination.Length;
        void Fill(int worker, int item)
        {
            long started = Stopwatch.GetTimestamp();
            var row = new double[length];
            body(worker, item, row);
            rows[item] = row;
            Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - started);
        }

        _tally = _tally with
        {
            Exchanges = _tally.Exchanges + 1,
            Gathered = _tally.Gathered + ((long)items.Count * items.Width),
            Summed = _tally.Summed + ((long)items.Count * destination.Length),
        };

        if (Collective.Size > 1)
        {
            new ItemExchange(Collective, items, rows).Run(RunOwn(items, Fill), weights, destination);
            return rows;
        }

        Run(items.Count, Fill, items.Order, items.Cancellation);
        destination.Clear();
        for (int item = 0; item < rows.Length && destination.Length > 0; item++)
        {
            Linear.VectorOperations.AddScaled(weights[item], rows[item].AsSpan(items.Width), destination);
        }

        return rows;
    }

    /// <summary>A text of the process that does an item, for all processes. Called by all.</summary>
    /// <param name="items">The items.</param>
    /// <param name="item">The item.</param>
    /// <param name="text">The text; read on that process only.</param>
    /// <returns>The text.</returns>
    internal string ShareText(WorkItems items, int item, string? text)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Collective.ShareText(items.Home(item, Collective.Size), text);
    }

    /// <summary>Runs the items of this process.</summary>
    private ItemEnding RunOwn(WorkItems items, Action<int, int> body)
    {
        int[] own =
            [.. (items.Order ?? Enumerable.Range(0, items.Count)).Where(item => items.Home(item, Collective.Size) == Collective.Rank)];
        try
        {
            Run(
                own.Length,
                (worker, position) =>
                {
                    try
                    {
                        body(worker, own[position]);
                    }
                    catch (Exception error)
                    {
                        throw new ItemFailure(own[position], error);
                    }
                },
                items.Cancellation);
            return new ItemEnding(ItemEnding.Done, null);
        }
        catch (OperationCanceledException)
        {
            return new ItemEnding(ItemEnding.Cancelled, null);
        }
        catch (ItemFailure failure)
        {
            return new ItemEnding(failure.InnerException is OperationCanceledException ? ItemEnding.Cancelled : ItemEnding.Failed, failure);
        }
    }
}
