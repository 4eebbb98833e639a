using Xmrl.Fixtures.Mpi;

namespace Xmrl.Mpi.Tests;

/// <summary>The binding at work, under the mpirun of every installed MPI.</summary>
public sealed class MpiProcessesTests
{
    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Start_OneProcess_KeepsTheContractToo(string mpi)
    {
        (int code, string output) = ProbeRun.Start(mpi, 1, nameof(Probe.Contract));
        code.ShouldBe(0, output);
        Lines(output).ShouldBe(["rank 0 of 1: kept"], output);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Start_DotNetExceptionsFromSignals_StillWork(string mpi)
    {
        (int code, string output) = ProbeRun.Start(mpi, 2, nameof(Probe.Runtime));
        code.ShouldBe(0, output);
        Lines(output).ShouldBe(["rank 0 of 2: ok", "rank 1 of 2: ok"], output);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Gather_ItemFailsOnRankOne_AllNameRankAndTask(string mpi)
        => Lines(ProbeRun.Start(mpi, 2, nameof(Probe.Fail)).Output)
            .ShouldBe(
                [
                    "rank 0 of 2: Rank 1, task 11: FormatException: no such room",
                    "rank 1 of 2: Rank 1, task 11: FormatException: no such room",
                ]);

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void TryEnd_OneProcessFailsAlone_EndsTheJob(string mpi)
    {
        (int code, string output) = ProbeRun.Start(mpi, 3, nameof(Probe.Alone));
        code.ShouldNotBe(0);
        output.ShouldContain("nobody came");
        output.ShouldNotContain("came through");
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void RankThreads_TwoUnboundProcesses_ShareTheProcessors(string mpi)
        => Lines(ProbeRun.Start(mpi, 2, nameof(Probe.Threads)).Output).ShouldBe(["rank 0 of 2: 4", "rank 1 of 2: 4"]);

    [MpiFact("openmpi", "mpich")]
    public void Start_LibraryOfTheOtherMpi_OneSentenceSaysSo()
    {
        // The library of MPICH under the mpirun of Open MPI sees one process.
        (int code, string output) = ProbeRun.Start("openmpi", 2, nameof(Probe.Contract), "-x", $"{MpiLibrary.PathVariable}=libmpich.so.12");
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
}
