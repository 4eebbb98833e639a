using System.Diagnostics;
using System.Text;
using Xmrl.Fixtures.Mpi;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>The built program as its own process.</summary>
internal sealed class CliProcess : IDisposable
{
    /// <summary>A whole tiny run takes two seconds; a machine that is busy gets much more.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly ManualResetEventSlim _progress = new();

    private CliProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Append(_error, line.Data);
            if (line.Data?.StartsWith("[1/", StringComparison.Ordinal) == true)
            {
                _progress.Set();
            }
        };
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Xmrl.Cli.dll");

    /// <summary>Shell text that runs the program, for pipes.</summary>
    internal static string ShellCommand => $"'{Dotnet}' '{Program}'";

    /// <summary>File and arguments that start the program.</summary>
    internal static string[] Command(params string[] arguments) => [Dotnet, Program, .. arguments];

    internal static CliResult Run(params string[] arguments) => Start(arguments).Finish();

    /// <summary>Runs a line in bash, with the program as the function xmrl.</summary>
    internal static CliResult Shell(string line) => Begin("bash", ["-c", $"xmrl() {{ {ShellCommand} \"$@\"; }}; {line}"]).Finish();

    /// <summary>Starts the program; a shell that ran the tests in the background may have made Ctrl-C ignored, which children
    /// inherit.</summary>
    internal static CliProcess Start(params string[] arguments) => OperatingSystem.IsLinux()
        ? Begin("env", ["--default-signal=INT", Dotnet, Program, .. arguments])
        : Begin(Dotnet, [Program, .. arguments]);

    /// <summary>Starts the program several times under an mpirun. Switches go before the program.</summary>
    internal static CliProcess StartUnder(MpiCommand mpi, int processes, string[] switches, params string[] arguments)
        => Begin("env", ["--default-signal=INT", mpi.File, .. switches, .. mpi.Arguments(processes, [Dotnet, Program, .. arguments])]);

    /// <summary>The processes of this one's whole tree that run the program, by rank.</summary>
    internal static int ProcessOfRank(string folder, int rank)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                string[] variables = File.ReadAllText(Path.Combine(process, "environ")).Split('\0');
                string command = File.ReadAllText(Path.Combine(process, "cmdline"));
                if (command.Contains(Program, StringComparison.Ordinal) && command.Contains(folder, StringComparison.Ordinal)
                    && !command.StartsWith("mpirun", StringComparison.Ordinal)
                    && (variables.Contains($"OMPI_COMM_WORLD_RANK={rank}") || variables.Contains($"PMI_RANK={rank}")))
                {
                    return int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The process has ended, or is somebody else's.
            }
        }

        throw new InvalidOperationException($"No process of rank {rank} works in {folder}.");
    }

    /// <summary>Sends a signal to a process after the first iteration of training.</summary>
    internal void SignalInTraining(string signal, Func<int> process) => SignalInTraining(signal, _ => [process()]);

    /// <summary>Sends a signal to several processes at once, chosen from the number of the one that was started.</summary>
    internal void SignalInTraining(string signal, Func<int, int[]> processes)
    {
        _progress.Wait(Patience).ShouldBeTrue();
        using Process kill = Process.Start("kill", [$"-{signal}", .. processes(_process.Id).Select(process => $"{process}")]);
        kill.WaitForExit();
    }

    /// <summary>Sends a signal after the first iteration of training.</summary>
    internal void SignalInTraining(string signal) => SignalInTraining(signal, () => _process.Id);

    /// <summary>Kills the program, which has no chance to save.</summary>
    /// <param name="time">How long it may run before.</param>
    /// <returns>False where it had ended by itself.</returns>
    internal bool KillAfter(TimeSpan time)
    {
        if (_process.WaitForExit(time))
        {
            return false;
        }

        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        return true;
    }

    internal CliResult Finish()
    {
        using (this)
        {
            if (!_process.WaitForExit(Patience))
            {
                _process.Kill(entireProcessTree: true);
                throw new TimeoutException($"The process did not end; it said: {_output}{_error}");
            }

            _process.WaitForExit();
            return new CliResult(_process.ExitCode, Text(_output), Text(_error));
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _progress.Dispose();
    }

    private static CliProcess Begin(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["NO_COLOR"] = "1";
        // Most of a tiny run's time is that of the just-in-time compiler.
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        start.Environment.Remove("XMRL_COMMAND");
        var running = new CliProcess(new Process { StartInfo = start });
        running._process.Start();
        running._process.StandardInput.Close();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
