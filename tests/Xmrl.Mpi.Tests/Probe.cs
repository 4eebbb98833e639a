using System.Globalization;
using Xmrl.Contracts;
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
            nameof(Contract) => Contract(processes, arguments[1..]),
            nameof(Runtime) => Runtime(),
            nameof(Fail) => Fail(processes),
            nameof(Threads) => Threads(processes),
            nameof(Alone) => Alone(processes, output),
            _ => throw new ArgumentException($"There is no probe {arguments[0]}."),
        };
        output.WriteLine($"rank {processes.Rank} of {processes.Size}: {found}");
        return processes.TryEnd(null) ? 0 : 1;
    }

    /// <summary>One check of the contract, or all.</summary>
    internal static string Contract(ICollective processes, string[] checks)
    {
        foreach (string check in checks.Length == 0 ? CollectiveChecks.Names : checks)
        {
            CollectiveChecks.Run(check, processes);
        }

        return "kept";
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
