using Xmrl.Fixtures;
using Xmrl.Fixtures.Parallel;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>Several processes leave the record that one leaves.</summary>
public sealed class RunProcessesTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_AnyNumberOfProcesses_SameBytesOnAll(int processes)
    {
        SortedDictionary<string, string>[] prints = ThreadRanks.Run(processes, collective =>
        {
            using var run = new TinyRun();
            run.Run(new TinyOptions { Threads = 1, Processes = collective });
            return run.Fingerprint();
        });

        foreach (SortedDictionary<string, string> print in prints)
        {
            print.ShouldBe(finished.Run.Fingerprint());
        }
    }

    [Fact]
    public void Run_StoppedOnOneProcess_AllStopAndAnotherNumberOfProcessesResumes()
    {
        using var kept = new TinyRun();
        (bool, Exception? Error)[] ends = ThreadRanks.RunAll(2, collective =>
        {
            using TinyRun? own = collective.Rank == 0 ? null : new TinyRun();

            // Rank 1 is told to stop after its first report; rank 0 is not told.
            (own ?? kept).Run(new TinyOptions { Threads = 1, Processes = collective, CancelAfter = collective.Rank });
            return true;
        });
        ends.ShouldAllBe(end => end.Error is OperationCanceledException);
        kept.Directory.ReadState().Phase.ShouldBe(RunPhase.Cancelled);

        ThreadRanks.Run(3, collective =>
        {
            using var files = new RankFiles(collective);
            string path = files.Existing(kept.Path);
            Resume(path, collective);
            return true;
        });

        kept.Fingerprint().ShouldBe(finished.Run.Fingerprint());
        kept.Directory.ReadState().Phase.ShouldBe(RunPhase.Done);
    }

    [Fact]
    public void Run_FolderOfRankZeroIsTaken_NoProcessBegins()
    {
        using var taken = new TinyRun();
        Directory.CreateDirectory(taken.Path);
        File.WriteAllText(Path.Combine(taken.Path, "note.txt"), "mine");

        (bool, Exception? Error)[] ends = ThreadRanks.RunAll(2, collective =>
        {
            using TinyRun? own = collective.Rank == 0 ? null : new TinyRun();
            (own ?? taken).Run(new TinyOptions { Processes = collective });
            return true;
        });

        ends[0].Error.ShouldBeAssignableTo<IOException>()!.Message.ShouldContain("is not empty");
        ends[1].Error.ShouldBeOfType<RankFailureException>().Message.ShouldBe(ends[0].Error!.Message);
    }

    [Fact]
    public void RankFiles_OtherRanks_WorkInCopiesThatVanish()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run/checkpoints"]);
        File.WriteAllText(folder["run/state.json"], "{}");
        File.WriteAllText(folder["run/checkpoints/a.safetensors"], "θ");
        File.WriteAllText(folder["run/report.html"], "large");
        File.WriteAllText(folder["my.yaml"], "tasks:");

        string[] copies = ThreadRanks.Run(2, collective =>
        {
            using var files = new RankFiles(collective);
            string copy = files.Existing(folder["run"]);
            string yaml = files.TextFile(folder["my.yaml"]);
            File.ReadAllText(yaml).ShouldBe("tasks:");
            File.ReadAllText(Path.Combine(copy, "checkpoints", "a.safetensors")).ShouldBe("θ");
            File.Exists(Path.Combine(copy, "report.html")).ShouldBe(collective.Rank == 0);
            Directory.Exists(files.Existing(folder["none"])).ShouldBeFalse();
            (files.New(folder["new"]) == folder["new"]).ShouldBe(collective.Rank == 0);
            if (collective.Rank == 1)
            {
                File.WriteAllText(Path.Combine(copy, "state.json"), "changed");
            }

            collective.Barrier();
            return copy;
        });

        copies[0].ShouldBe(folder["run"]);
        Directory.Exists(copies[1]).ShouldBeFalse();
        File.ReadAllText(folder["run/state.json"]).ShouldBe("{}");
    }

    private static void Resume(string path, ICollective processes)
    {
        RunDirectory run = RunDirectory.Open(path);
        var request = new ExperimentRequest
        {
            Experiment = DroneName,
            Action = ExperimentAction.Improve,
            Seed = run.ReadState().Seed,
            OutputDirectory = path,
            Threads = 1,
            Processes = processes,
            ConfigurationFile = run.ConfigurationPath,
            CommandLine = "xmrl resume",
            ResumeFrom = path,
        };
        new ExperimentHost()
            .Run(
                new TinyOptions().Runner, request, new Progress<StageProgress>(),
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, default);
    }

    private const string DroneName = Xmrl.Experiments.Definitions.DroneExperiment.Name;
}
