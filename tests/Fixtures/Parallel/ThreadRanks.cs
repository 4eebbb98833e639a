using Xmrl.Numerics.Parallel;

namespace Xmrl.Fixtures.Parallel;

/// <summary>Processes played by threads: the same calls as with MPI, in one process.</summary>
internal sealed class ThreadRanks : IDisposable
{
    /// <summary>A rank that waits longer waits for one that will not come.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly double[]?[] _blocks;
    private readonly int[]?[] _sent;
    private readonly Barrier _barrier;
    private byte[] _bytes = [];

    private ThreadRanks(int size)
    {
        _blocks = new double[]?[size];
        _sent = new int[]?[size];
        _barrier = new Barrier(size);
    }

    /// <summary>Runs one body per rank and gives their results in the order of the ranks. If any fails, the exception of the lowest failing
    /// rank is thrown.</summary>
    public static T[] Run<T>(int size, Func<ICollective, T> body)
    {
        (T? Result, Exception? Error)[] ends = RunAll(size, body);
        return
        [
            .. ends.Select(end => end.Error is null ? end.Result! : throw new InvalidOperationException(end.Error.ToString(), end.Error)),
        ];
    }

    /// <summary>The same with the exceptions of all ranks.</summary>
    public static (T? Result, Exception? Error)[] RunAll<T>(int size, Func<ICollective, T> body)
    {
        using var ranks = new ThreadRanks(size);
        var ends = new (T? Result, Exception? Error)[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                ends[rank].Result = body(new Rank(ranks, rank));
            }
            catch (Exception error)
            {
                ends[rank].Error = error;
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return ends;
    }

    public void Dispose() => _barrier.Dispose();

    private void Meet()
    {
        if (!_barrier.SignalAndWait(s_patience))
        {
            throw new TimeoutException("A rank did not come.");
        }
    }

    private sealed class Rank(ThreadRanks ranks, int number) : ICollective
    {
        int ICollective.Rank => number;

        public int Size => ranks._blocks.Length;

        public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts)
        {
            Require(counts.Length, Size, nameof(counts));
            Require(mine.Length, counts[number], nameof(mine));
            Require(all.Length, counts.ToArray().Sum(), nameof(all));
            ranks._blocks[number] = mine.ToArray();
            ranks.Meet();
            int at = 0;
            for (int rank = 0; rank < Size; rank++)
            {
                ranks._blocks[rank]!.Length.ShouldBe(counts[rank]);
                ranks._blocks[rank]!.CopyTo(all[at..]);
                at += counts[rank];
            }

            ranks.Meet();
        }

        public void ExchangeItems(ReadOnlySpan<double> mine, ReadOnlySpan<int> sent, Span<double> all, ReadOnlySpan<int> received)
        {
            Require(sent.Length, Size, nameof(sent));
            Require(received.Length, Size, nameof(received));
            Require(mine.Length, sent.ToArray().Sum(), nameof(mine));
            Require(all.Length, received.ToArray().Sum(), nameof(all));
            ranks._blocks[number] = mine.ToArray();
            ranks._sent[number] = sent.ToArray();
            ranks.Meet();
            int at = 0;
            for (int rank = 0; rank < Size; rank++)
            {
                int[] theirs = ranks._sent[rank]!;
                theirs[number].ShouldBe(received[rank]);
                ranks._blocks[rank].AsSpan(theirs[..number].Sum(), received[rank]).CopyTo(all[at..]);
                at += received[rank];
            }

            ranks.Meet();
        }

        public void Broadcast(Span<byte> data)
        {
            if (number == 0)
            {
                ranks._bytes = data.ToArray();
            }

            ranks.Meet();
            ranks._bytes.Length.ShouldBe(data.Length);
            ranks._bytes.CopyTo(data);
            ranks.Meet();
        }

        public void Barrier() => ranks.Meet();

        private static void Require(int found, int expected, string name)
        {
            if (found != expected)
            {
                throw new ArgumentException($"{name} has length {found}; expected {expected}.", name);
            }
        }
    }
}
