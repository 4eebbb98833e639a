using Xmrl.Fixtures;
using Xmrl.Fixtures.Mpi;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Whole runs under mpirun leave the bytes of a run without it.</summary>
public sealed class MpiRunTests(MpiRunTests.Alone alone) : IClassFixture<MpiRunTests.Alone>, IDisposable
{
    /// <summary>Some seconds of training, so that a signal meets it at work.</summary>
    private const int Iterations = 600;

    private static readonly string[] s_longer = ["--set", $"meta.iterations={Iterations}"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int> Starts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string mpi in MpiCommand.Installed.Select(mpi => mpi.Name))
            {
                data.Add(mpi, 1);
                data.Add(mpi, 2);
                data.Add(mpi, 3);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [MpiTheory]
    [MemberData(nameof(Starts))]
    public void Improve_AnyMpiAndNumberOfProcesses_SameBytesAsWithout(string mpi, int processes)
    {
        CliResult result = CliProcess.StartUnder(
            MpiCommand.Named(mpi), processes, [], TinyArguments.Improve(_folder["run"], "--threads", "1", "--json")).Finish();

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        Files(_folder["run"]).ShouldBe(Files(alone.Run), result.Error);

        // One process speaks, and one page is made.
        result.Output.Split("\"state\"").Length.ShouldBe(2, result.Output);
        Directory.GetDirectories(_folder.FullPath).ShouldBe([_folder["run"]]);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Improve_StoppedThenKilled_ResumesWithOtherNumbersOfProcesses(string mpi)
    {
        MpiCommand command = MpiCommand.Named(mpi);

        // Open MPI's mpirun ends its processes a second after Ctrl-C, and Hydra's exit code is then 0; SIGUSR1 both pass on. Hydra's code
        // may be 0 after that too: it is the launcher's, not ours.
        CliProcess first = CliProcess.StartUnder(command, 2, [], TinyArguments.Improve(_folder["run"], [.. s_longer, "--threads", "1"]));
        first.SignalInTraining("USR1");
        CliResult stopped = first.Finish();
        stopped.Code.ShouldBeOneOf(mpi == "openmpi" ? [ExitCode.Cancelled] : [ExitCode.Cancelled, ExitCode.Ok]);
        stopped.Error.ShouldContain($"Stopped. Continue with: xmrl resume {_folder["run"]}");
        RunDirectory run = RunDirectory.Open(_folder["run"]);
        run.ReadState().Phase.ShouldBe(RunPhase.Cancelled);
        string checkpoint = Directory.GetFiles(run.Checkpoints.FolderPath, "base-iteration-*").ShouldHaveSingleItem();
        byte[] kept = File.ReadAllBytes(checkpoint);

        CliProcess second = CliProcess.StartUnder(command, 3, [], "resume", _folder["run"], "--threads", "1");
        second.SignalInTraining("KILL", () => CliProcess.ProcessOfRank(_folder["run"], 1));
        second.Finish().Code.ShouldNotBe(0);
        File.ReadAllBytes(checkpoint).ShouldBe(kept);

        CliProcess.Run("resume", _folder["run"], "--quiet", "--threads", "2").Code.ShouldBe(ExitCode.Ok);
        Files(_folder["run"]).ShouldBe(Files(alone.Longer));
        MetricsReader.Read(run.MetricsPath).Select(row => row.Iteration).ShouldBe(Enumerable.Range(0, Iterations).Select(i => (long)i));
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Start_RankOneCannotWrite_EndsTheJobAndNamesTheRank(string mpi)
    {
        MpiCommand command = MpiCommand.Named(mpi);
        string[] environment = mpi == "openmpi"
            ? ["-x", "TMPDIR=/no/such/folder", "-x", "XMRL_MPI_PATIENCE=0.5"]
            : ["-env", "TMPDIR", "/no/such/folder", "-env", "XMRL_MPI_PATIENCE", "0.5"];
        string[] program = TinyArguments.Improve(_folder["run"]);
        string[] others = [":", "-n", "1", .. environment, .. CliProcess.Command(program)];

        CliResult result = CliProcess.StartUnder(command, 1, [], [.. program, .. others]).Finish();

        result.Code.ShouldNotBe(0);
        result.Error.ShouldContain("Rank 1 failed and ends the others.");
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Start_WrongCommandLine_IsSaidOnce(string mpi)
    {
        CliResult result = CliProcess.StartUnder(MpiCommand.Named(mpi), 2, [], "improve", "drome").Finish();

        result.Code.ShouldNotBe(0);
        result.Error.Split("There is no experiment drome.").Length.ShouldBe(2, result.Error);
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Doctor_UnderMpirun_SpeaksOnceAndNamesTheLibrary(string mpi)
    {
        CliResult result = CliProcess.StartUnder(MpiCommand.Named(mpi), 2, [], "doctor").Finish();

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Output.Split("started with 2 processes").Length.ShouldBe(2, result.Output);
        result.Output.ShouldContain(mpi == "openmpi" ? "Open MPI 4" : "MPICH 4");
    }

    private static SortedDictionary<string, string> Files(string folder)
    {
        string[] names = ["config.yaml", "tasks.json", "explanation.json", "evaluation.json", "mixing-xmrl.json"];
        IEnumerable<string> files = names.Select(name => Path.Combine(folder, name))
            .Concat(Directory.GetFiles(Path.Combine(folder, "checkpoints")).GroupBy(Series).Select(series => series.Max()!));
        return new SortedDictionary<string, string>(
            files.ToDictionary(
                file => Path.GetFileName(file),
                file => Convert.ToHexString(
                    System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);

        // Which older checkpoints are left depends on when a run was stopped.
        static string Series(string path) => Path.GetFileName(path).Split("iteration")[0];
    }

    /// <summary>The runs without mpirun that the others are compared with.</summary>
    public sealed class Alone : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Lazy<string> _run;
        private readonly Lazy<string> _longer;

        public Alone()
        {
            _run = new Lazy<string>(() => Make("run"));
            _longer = new Lazy<string>(() => Make("longer", s_longer));
        }

        internal string Run => _run.Value;

        internal string Longer => _longer.Value;

        public void Dispose() => _folder.Dispose();

        private string Make(string name, params string[] more)
        {
            CliProcess.Run(TinyArguments.Improve(_folder[name], [.. more, "--quiet"])).Code.ShouldBe(ExitCode.Ok);
            return _folder[name];
        }
    }
}
