using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Xmrl.Benchmarks;

/// <summary>Processor time that a program takes to answer at once, beside an empty .NET program, each started in turn.</summary>
public static class StartupBenchmark
{
    private const int Rounds = 21;
    private const int Children = -1;

    /// <summary>Numbers of a <c>struct rusage</c>, with room to spare: two times, of the user and of the system, and fourteen
    /// counters.</summary>
    private const int UsageFields = 32;

    private const double Microsecond = 1e-6;

    /// <summary>What mpirun and srun tell the processes that they start: one that is started here is none of them.</summary>
    private static readonly string[] s_launch = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "SLURM_STEP_NUM_TASKS"];

    /// <summary>Measures; takes about 0.1 s per command and round.</summary>
    /// <param name="commands">Names and command lines (a file and its arguments); what they print is read and dropped.</param>
    /// <param name="cancellation">Checked between rounds.</param>
    /// <returns>One result per command; none where the system is not Linux.</returns>
    /// <exception cref="InvalidOperationException">A command failed.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<StartupResult> Run(
        IReadOnlyList<(string Name, string[] Command)> commands, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        string[] empty = [Host, Path.Combine(AppContext.BaseDirectory, "Xmrl.EmptyProgram.dll")];
        double[] nothing = new double[Rounds];
        double[][] times = [.. commands.Select(static _ => new double[Rounds])];
        _ = Start(empty);
        foreach ((_, string[] command) in commands)
        {
            _ = Start(command);
        }

        for (int i = 0; i < Rounds; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            nothing[i] = Start(empty);
            foreach ((int j, (string Name, string[] Command) one) in commands.Index())
            {
                times[j][i] = Start(one.Command);
            }
        }

        return
        [
            .. commands.Select((command, j) => new StartupResult(
                command.Name, Median(times[j]), Median(nothing), Median(times[j].Zip(nothing, static (own, other) => own / other)))),
        ];
    }

    /// <summary>The program <c>dotnet</c>: this process, or the one on the path where this process has a host of its own.</summary>
    public static string Host =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Starts a command, waits for it and gives the processor time that it took.</summary>
    private static double Start(string[] command)
    {
        double before = ChildSeconds();
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (string variable in s_launch)
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? ChildSeconds() - before
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}; expected 0.");
    }

    private static double ChildSeconds()
    {
        long[] usage = new long[UsageFields];
        return Usage(Children, usage) == 0
            ? usage[0] + usage[2] + (Microsecond * (usage[1] + usage[3]))
            : throw new InvalidOperationException("The system does not tell the processor time of ended processes.");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Usage(int who, [Out] long[] usage);
}
