using System.Globalization;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Mpi.Tests;

/// <summary>The program that the tests start under mpirun: tries one thing on all ranks. Says what it found on the output; a rank that
/// finds something wrong fails.</summary>
internal static class Probe
{
    internal const int AloneCode = 7;

    internal static int Main(string[] arguments)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        MpiProcesses processes;
        try
        {
            processes = MpiProcesses.Start(
                MpiLaunch.Detect(Environment.GetEnvironmentVariable)!, Environment.GetEnvironmentVariable(MpiLibrary.PathVariable));
        }
        catch (MpiException error)
        {
            output.WriteLine(error.Message);
            return 1;
        }

        string found = arguments[0] switch
        {
            nameof(Exchange) => Exchange(processes),
            nameof(Runtime) => Runtime(),
            nameof(Fail) => Fail(processes),
            nameof(Threads) => Threads(processes),
            nameof(Alone) => Alone(processes, output),
            _ => throw new ArgumentException($"There is no probe {arguments[0]}."),
        };
        output.WriteLine($"rank {processes.Rank} of {processes.Size}: {found}");
        return processes.TryEnd(null) ? 0 : 1;
    }

    /// <summary>Blocks of different lengths, some empty; broadcasts of every kind of length; long messages.</summary>
    internal static string Exchange(ICollective processes)
    {
        foreach (int scale in new[] { 0, 1, 3, 100_000 })
        {
            int[] counts = [.. Enumerable.Range(0, processes.Size).Select(rank => rank * scale)];
            double[] mine = [.. Enumerable.Range(0, counts[processes.Rank]).Select(i => Value(processes.Rank, i))];
            var all = new double[counts.Sum()];
            processes.AllGatherItems(mine, all, counts);
            all.ShouldBe(
                Enumerable.Range(0, processes.Size).SelectMany(rank => Enumerable.Range(0, counts[rank]).Select(i => Value(rank, i))));
        }

        foreach (int scale in new[] { 0, 1, 100_000 })
        {
            // Rank s has (r + 1)·scale numbers for rank r.
            int[] sent = [.. Enumerable.Range(1, processes.Size).Select(r => r * scale)];
            int[] received = [.. Enumerable.Repeat((processes.Rank + 1) * scale, processes.Size)];
            double[] mine =
                [
                    .. Enumerable.Range(0, processes.Size)
                    .SelectMany(r => Enumerable.Range(0, sent[r]).Select(i => Value((processes.Rank * 10) + r, i))),
                ];
            var all = new double[received.Sum()];
            processes.ExchangeItems(mine, sent, all, received);
            all.ShouldBe(
                Enumerable.Range(0, processes.Size)
                    .SelectMany(s => Enumerable.Range(0, received[s]).Select(i => Value((s * 10) + processes.Rank, i))));
        }

        foreach (int length in new[] { 0, 1, 7, 1_000_003 })
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(processes.Rank == 0 ? i * 31 : 0))];
            processes.Broadcast(data);
            data.ShouldBe(Enumerable.Range(0, length).Select(i => (byte)(i * 31)));
            processes.Barrier();
        }

        Should.Throw<ArgumentException>(
            () => processes.AllGatherItems([1], new double[processes.Size], new int[processes.Size])).ParamName.ShouldBe("mine");
        Should.Throw<ArgumentException>(() => processes.AllGatherItems([], [], [])).ParamName.ShouldBe("counts");
        return processes.ShareText(processes.Size - 1, $"θ of {processes.Rank}");

        static double Value(int rank, int i) => Math.Sin((rank * 1000.0) + i);
    }

    /// <summary>MPI installs handlers for the signals that .NET makes exceptions of.</summary>
    internal static string Runtime()
    {
        string? none = Environment.GetEnvironmentVariable("a variable that is not there");
        Should.Throw<NullReferenceException>(() => none!.Length);
        int zero = none is null ? 0 : 1;
        Should.Throw<DivideByZeroException>(() => 1 / zero);
        GC.Collect();
        return "ok";
    }

    internal static string Fail(ICollective processes)
    {
        using var pool = new WorkPool(2, processes);
        var items = new WorkItems { Count = 5, Width = 1, Name = item => $"task {item + 10}" };
        RankFailureException error = Should.Throw<RankFailureException>(() => pool.Gather(items, (_, item, _) =>
        {
            if (item == 1)
            {
                throw new FormatException("no such room");
            }
        }));
        return error.Message;
    }

    internal static string Threads(ICollective processes) => RankThreads.Of(processes, 8, _ => null).ToString(CultureInfo.InvariantCulture);

    /// <summary>The last rank fails while the others wait for it.</summary>
    internal static string Alone(MpiProcesses processes, TextWriter output)
    {
        if (processes.Rank < processes.Size - 1)
        {
            processes.Barrier();
        }
        else if (!processes.TryEnd(TimeSpan.FromSeconds(0.5)))
        {
            output.WriteLine("nobody came");
            processes.Abort(AloneCode);
        }

        return "came through";
    }
}
