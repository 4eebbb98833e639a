using System.Diagnostics;
using Xmrl.Fixtures.Mpi;

namespace Xmrl.Mpi.Tests;

/// <summary>Starts <see cref="Probe"/> under the mpirun of one MPI.</summary>
internal static class ProbeRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>A check of the contract holds on each of three processes.</summary>
    internal static void ShouldKeep(string mpi, string check)
    {
        (int code, string output) = Start(mpi, 3, $"{nameof(Probe.Contract)} {check}");
        code.ShouldBe(0, output);
        for (int rank = 0; rank < 3; rank++)
        {
            output.ShouldContain($"rank {rank} of 3: kept");
        }
    }

    /// <summary>Runs a probe, given as its name and what follows it, on several processes.</summary>
    internal static (int Code, string Output) Start(string mpi, int processes, string probe, params string[] switches)
    {
        MpiCommand command = MpiCommand.Named(mpi);
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        string[] arguments = [.. switches, .. command.Arguments(processes, [dotnet, typeof(Probe).Assembly.Location, .. probe.Split(' ')])];
        var start = new ProcessStartInfo(
            command.File, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // Open MPI gives its processes a terminal, which .NET would greet.
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
