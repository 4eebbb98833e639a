using System.Globalization;
using Xmrl.Numerics.Linear;

namespace Xmrl.Numerics.Parallel;

/// <summary>One exchange of what the items of all processes gave.</summary>
/// <remarks>
/// Short vectors go to all processes, each of which adds them all. Long ones are cut into a slice per process: everyone receives its slice
/// of every vector, adds those, and the sums go to all. Then a process receives n·(N/R + 1) numbers instead of n·N, and adds n·N/R instead
/// of n·N, for two more messages' latency. Components are added in the order of the items either way: the same bits.
/// </remarks>
/// <param name="collective">More than one process.</param>
/// <param name="items">The items.</param>
/// <param name="rows">Rows of this process's items; the rest is filled in, up to the width.</param>
internal sealed class ItemExchange(ICollective collective, WorkItems items, double[][] rows)
{
    /// <summary>From so many numbers on (N·n) vectors are cut: half a mebibyte at 10 Gb/s takes as long as ten latencies.</summary>
    internal const long CutFrom = 1 << 16;

    /// <summary>Numbers before the rows in a process's block: how it fared.</summary>
    private const int Header = 2;

    private readonly int _size = collective.Size;
    private readonly int[] _homes = [.. Enumerable.Range(0, items.Count).Select(item => items.Home(item, collective.Size))];

    /// <summary>Exchanges rows and sums vectors.</summary>
    /// <param name="mine">How this process fared.</param>
    /// <param name="weights">Weight per item.</param>
    /// <param name="destination">Receives the sum.</param>
    public void Run(ItemEnding mine, IReadOnlyList<double> weights, Span<double> destination)
    {
        bool isCut = (long)items.Count * destination.Length >= CutFrom;
        Gather(isCut ? items.Width : items.Width + destination.Length, mine);
        if (isCut)
        {
            SumSlices(weights, destination);
            return;
        }

        destination.Clear();
        for (int item = 0; item < rows.Length && destination.Length > 0; item++)
        {
            VectorOperations.AddScaled(weights[item], rows[item].AsSpan(items.Width), destination);
        }
    }

    /// <summary>Gives all processes the first numbers of all rows. Every block begins with how its process fared, so that all of them go on
    /// or all of them stop.</summary>
    private void Gather(int length, ItemEnding mine)
    {
        int[] counts = Counts(length, Header);
        int[] at = Starts(counts);
        var all = new double[checked(at[^1] + counts[^1])];
        var block = new double[counts[collective.Rank]];
        block[0] = mine.Code;
        block[1] = mine.Failure?.Item ?? 0;
        int next = Header;
        for (int item = 0; item < items.Count; item++)
        {
            if (_homes[item] == collective.Rank)
            {
                // A row is missing where its item, or one before it, failed.
                rows[item]?.AsSpan(0, length).CopyTo(block.AsSpan(next));
                next += length;
            }
        }

        collective.AllGatherItems(block, all, counts);
        Agree([.. at.Select(start => ((int)all[start], (int)all[start + 1]))], mine.Failure);
        for (int item = 0; item < items.Count; item++)
        {
            int home = _homes[item];
            if (home != collective.Rank)
            {
                rows[item] = all.AsSpan(at[home] + Header, length).ToArray();
            }

            at[home] += length;
        }
    }

    private void SumSlices(IReadOnlyList<double> weights, Span<double> destination)
    {
        int n = destination.Length;
        int[] slices = [.. Enumerable.Range(0, _size).Select(rank => Start(rank + 1) - Start(rank))];
        int own = _homes.Count(home => home == collective.Rank);
        int length = slices[collective.Rank];
        var mine = new double[checked(own * n)];
        int next = 0;
        for (int rank = 0; rank < _size; rank++)
        {
            for (int item = 0; item < items.Count; item++)
            {
                if (_homes[item] == collective.Rank)
                {
                    rows[item].AsSpan(items.Width + Start(rank), slices[rank]).CopyTo(mine.AsSpan(next));
                    next += slices[rank];
                }
            }
        }

        int[] received = Counts(length, 0);
        int[] at = Starts(received);
        var all = new double[checked(at[^1] + received[^1])];
        collective.ExchangeItems(mine, [.. slices.Select(slice => checked(slice * own))], all, received);
        var sum = new double[length];
        for (int item = 0; item < items.Count; item++)
        {
            VectorOperations.AddScaled(weights[item], all.AsSpan(at[_homes[item]], length), sum);
            at[_homes[item]] += length;
        }

        collective.AllGatherItems(sum, destination, slices);

        int Start(int rank) => (int)((long)n * rank / _size);
    }

    /// <summary>Numbers of each process for a length per item.</summary>
    private int[] Counts(int length, int header)
    {
        var counts = new int[_size];
        Array.Fill(counts, header);
        foreach (int home in _homes)
        {
            counts[home] = checked(counts[home] + length);
        }

        return counts;
    }

    private static int[] Starts(int[] counts)
    {
        var starts = new int[counts.Length];
        for (int rank = 1; rank < counts.Length; rank++)
        {
            starts[rank] = checked(starts[rank - 1] + counts[rank - 1]);
        }

        return starts;
    }

    /// <summary>Throws on all processes if one of them failed, or was told to stop.</summary>
    private void Agree((int Code, int Item)[] endings, ItemFailure? mine)
    {
        int failed = -1;
        for (int rank = 0; rank < endings.Length; rank++)
        {
            if (endings[rank].Code == ItemEnding.Failed && (failed < 0 || endings[rank].Item < endings[failed].Item))
            {
                failed = rank;
            }
        }

        if (failed >= 0)
        {
            Exception? cause = failed == collective.Rank ? mine?.InnerException : null;
            string message = collective.ShareText(failed, cause is null ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"Rank {failed}, {items.NameOf(endings[failed].Item)}: {cause.GetType().Name}: {cause.Message}"));
            string detail = collective.ShareText(failed, cause?.ToString());
            throw new RankFailureException(failed, message, detail, cause);
        }

        if (Array.Exists(endings, ending => ending.Code == ItemEnding.Cancelled))
        {
            throw new OperationCanceledException(items.Cancellation);
        }
    }
}
