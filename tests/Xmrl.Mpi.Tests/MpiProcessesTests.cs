using System.Diagnostics;
using Xmrl.Fixtures.Mpi;

namespace Xmrl.Mpi.Tests;

/// <summary>The binding at work, under the mpirun of every installed MPI.</summary>
public sealed class MpiProcessesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Exchange_ThreeProcesses_EverythingArrives(string mpi)
    {
        (int code, string output) = Run(mpi, 3, nameof(Probe.Exchange));
        code.ShouldBe(0, output);
        Lines(output).ShouldBe(["rank 0 of 3: θ of 2", "rank 1 of 3: θ of 2", "rank 2 of 3: θ of 2"], output);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Exchange_OneProcess_WorksToo(string mpi)
        => Lines(Run(mpi, 1, nameof(Probe.Exchange)).Output).ShouldBe(["rank 0 of 1: θ of 0"]);

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Start_DotNetExceptionsFromSignals_StillWork(string mpi)
    {
        (int code, string output) = Run(mpi, 2, nameof(Probe.Runtime));
        code.ShouldBe(0, output);
        Lines(output).ShouldBe(["rank 0 of 2: ok", "rank 1 of 2: ok"], output);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Gather_ItemFailsOnRankOne_AllNameRankAndTask(string mpi)
        => Lines(Run(mpi, 2, nameof(Probe.Fail)).Output)
            .ShouldBe(
                [
                    "rank 0 of 2: Rank 1, task 11: FormatException: no such room",
                    "rank 1 of 2: Rank 1, task 11: FormatException: no such room",
                ]);

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void TryEnd_OneProcessFailsAlone_EndsTheJob(string mpi)
    {
        (int code, string output) = Run(mpi, 3, nameof(Probe.Alone));
        code.ShouldNotBe(0);
        output.ShouldContain("nobody came");
        output.ShouldNotContain("came through");
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void RankThreads_TwoUnboundProcesses_ShareTheProcessors(string mpi)
        => Lines(Run(mpi, 2, nameof(Probe.Threads)).Output).ShouldBe(["rank 0 of 2: 4", "rank 1 of 2: 4"]);

    [MpiFact("openmpi", "mpich")]
    public void Start_LibraryOfTheOtherMpi_OneSentenceSaysSo()
    {
        // The library of MPICH under the mpirun of Open MPI sees one process.
        (int code, string output) = Run("openmpi", 2, nameof(Probe.Exchange), "-x", $"{MpiLibrary.PathVariable}=libmpich.so.12");
        code.ShouldNotBe(0);
        output.ShouldContain("mpirun of Open MPI started 2 processes, but MPICH 4");
        output.ShouldContain("starter and library belong to different MPIs");
    }

    [MpiFact("openmpi", "mpich")]
    public void Find_BothInstalled_KnowsBoth()
    {
        IReadOnlyList<MpiLibrary> found = MpiLibrary.Find();
        found.Select(library => library.Version.Family).ShouldBe([MpiFamily.OpenMpi, MpiFamily.Mpich]);
        found.ShouldAllBe(library => library.Version.IsKnown);
    }

    private static string[] Lines(string output)
        =>
        [
            .. output.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith("rank ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
        ];

    private static (int Code, string Output) Run(string mpi, int processes, string probe, params string[] switches)
    {
        MpiCommand command = MpiCommand.Named(mpi);
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        string[] arguments = [.. switches, .. command.Arguments(processes, dotnet, typeof(Probe).Assembly.Location, probe)];
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
