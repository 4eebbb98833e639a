using Xmrl.Numerics.Parallel;

namespace Xmrl.Contracts;

/// <summary>What every process of a collective checks for itself. All processes run the same check.</summary>
public static class CollectiveChecks
{
    /// <summary>Short blocks are sent at once, long ones in pieces.</summary>
    private const int Long = 100_000;

    private static readonly Dictionary<string, Action<ICollective>> Checks = new(StringComparer.Ordinal)
    {
        [nameof(Ranks)] = Ranks,
        [nameof(AllGatherItems)] = AllGatherItems,
        [nameof(ExchangeItems)] = ExchangeItems,
        [nameof(Broadcast)] = Broadcast,
        [nameof(Barrier)] = Barrier,
        [nameof(WrongLengths)] = WrongLengths,
    };

    /// <summary>All checks.</summary>
    public static IReadOnlyCollection<string> Names => Checks.Keys;

    /// <summary>Runs a check by its name: a process that is started for it knows no more.</summary>
    public static void Run(string check, ICollective collective) => Checks[check](collective);

    public static void Ranks(ICollective collective)
    {
        collective.Size.ShouldBePositive();
        collective.Rank.ShouldBeInRange(0, collective.Size - 1);
        int[] counts = [.. Enumerable.Repeat(1, collective.Size)];
        var all = new double[collective.Size];
        collective.AllGatherItems([collective.Rank], all, counts);
        all.ShouldBe(Enumerable.Range(0, collective.Size).Select(rank => (double)rank), "every rank is there once, in order");
    }

    /// <summary>Blocks of different lengths, some empty.</summary>
    public static void AllGatherItems(ICollective collective)
    {
        foreach (int scale in new[] { 0, 1, 3, Long })
        {
            int[] counts = [.. Enumerable.Range(0, collective.Size).Select(rank => (rank + scale) % 3 * scale)];
            double[] mine = [.. Enumerable.Range(0, counts[collective.Rank]).Select(i => Value(collective.Rank, i))];
            double[] kept = [.. mine];
            double[] all = Filled(counts.Sum());
            collective.AllGatherItems(mine, all, counts);
            all.ShouldBe(
                Enumerable.Range(0, collective.Size).SelectMany(rank => Enumerable.Range(0, counts[rank]).Select(i => Value(rank, i))));
            mine.ShouldBe(kept);
        }
    }

    /// <summary>Rank s has (r + 1)·scale numbers for rank r.</summary>
    public static void ExchangeItems(ICollective collective)
    {
        foreach (int scale in new[] { 0, 1, Long })
        {
            int[] sent = [.. Enumerable.Range(1, collective.Size).Select(r => r * scale)];
            int[] received = [.. Enumerable.Repeat((collective.Rank + 1) * scale, collective.Size)];
            double[] mine =
            [
                .. Enumerable.Range(0, collective.Size)
                    .SelectMany(r => Enumerable.Range(0, sent[r]).Select(i => Value((collective.Rank * 10) + r, i))),
            ];
            double[] all = Filled(received.Sum());
            collective.ExchangeItems(mine, sent, all, received);
            all.ShouldBe(
                Enumerable.Range(0, collective.Size)
                    .SelectMany(s => Enumerable.Range(0, received[s]).Select(i => Value((s * 10) + collective.Rank, i))));
        }
    }

    public static void Broadcast(ICollective collective)
    {
        foreach (int length in new[] { 0, 1, 7, 1_000_003 })
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(collective.Rank == 0 ? i * 31 : 0))];
            collective.Broadcast(data);
            data.ShouldBe(Enumerable.Range(0, length).Select(i => (byte)(i * 31)));
        }
    }

    /// <summary>Many calls of different kinds behind each other stay in step.</summary>
    public static void Barrier(ICollective collective)
    {
        int[] counts = [.. Enumerable.Repeat(1, collective.Size)];
        for (int round = 0; round < 20; round++)
        {
            double[] all = Filled(collective.Size);
            collective.Barrier();
            collective.AllGatherItems([Value(collective.Rank, round)], all, counts);
            all.ShouldBe(Enumerable.Range(0, collective.Size).Select(rank => Value(rank, round)));
            byte[] number = [(byte)(collective.Rank + round)];
            collective.Broadcast(number);
            number[0].ShouldBe((byte)round);
        }

        collective.ShareText(collective.Size - 1, $"θ of {collective.Rank}").ShouldBe($"θ of {collective.Size - 1}");
    }

    /// <summary>Refused by each process before it talks to the others.</summary>
    public static void WrongLengths(ICollective collective)
    {
        var none = new int[collective.Size];
        int[] ones = [.. Enumerable.Repeat(1, collective.Size)];
        var room = new double[collective.Size];
        Should.Throw<ArgumentException>(() => collective.AllGatherItems([1], room, none)).ParamName.ShouldBe("mine");
        Should.Throw<ArgumentException>(() => collective.AllGatherItems([], [], [])).ParamName.ShouldBe("counts");
        Should.Throw<ArgumentException>(() => collective.AllGatherItems([1], [], ones)).ParamName.ShouldBe("all");
        Should.Throw<ArgumentException>(() => collective.ExchangeItems(room, [], room, ones)).ParamName.ShouldBe("sent");
        Should.Throw<ArgumentException>(() => collective.ExchangeItems(room, ones, room, [])).ParamName.ShouldBe("received");
        collective.Barrier();
    }

    private static double Value(int rank, int i) => Math.Sin((rank * 1000.0) + i);

    private static double[] Filled(int length) => [.. Enumerable.Repeat(double.NaN, length)];
}
