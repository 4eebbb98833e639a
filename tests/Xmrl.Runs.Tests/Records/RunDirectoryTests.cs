using Xmrl.Fixtures;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class RunDirectoryTests : IDisposable
{
    private static readonly RunState Started = new()
    {
        Phase = RunPhase.Running,
        Action = "improve",
        Experiment = "drone",
        Seed = ulong.MaxValue,
    };
    private static readonly string[] s_begun = ["identity.json", "manifest.json", "state.json"];
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_NewFolder_SaysRunningSinceNow()
    {
        RunDirectory run = RunDirectory.Create(_folder["a/run"], force: false, Started, _time);

        RunState state = RunDirectory.Open(run.FullPath).ReadState();
        DateTimeOffset now = _time.GetUtcNow();
        state.ShouldBe(Started with { StartedAt = now, FirstStartedAt = now, Layout = RunDirectory.Layout });
        File.ReadAllText(run.StatePath).ShouldContain("\"state\": \"running\"");
        Directory.Exists(run.Checkpoints.FolderPath).ShouldBeTrue();
    }

    [Fact]
    public void Finish_AfterStage_KeepsStageAndTime()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        run.EnterStage("training");
        run.Finish(RunPhase.Cancelled, "continue with xmrl resume");

        RunState state = run.ReadState();
        (state.Phase, state.Stage, state.Message, state.FinishedAt)
            .ShouldBe((RunPhase.Cancelled, "training", "continue with xmrl resume", _time.GetUtcNow()));
        run.Continue();
        run.ReadState().Phase.ShouldBe(RunPhase.Running);
        run.ReadState().FinishedAt.ShouldBeNull();
    }

    [Fact]
    public void Continue_LaterDay_KeepsTheFirstStart()
    {
        DateTimeOffset first = _time.GetUtcNow();
        RunDirectory.Create(_folder["run"], force: false, Started, _time).Finish(RunPhase.Cancelled, "");
        RunDirectory later = RunDirectory.Open(_folder["run"]);
        later.Continue();

        later.ReadState().FirstStartedAt.ShouldBe(first);
        later.ReadState().StartedAt.ShouldNotBe(first);
    }

    [Fact]
    public void Create_FolderOfSomethingElse_IsRefusedAlsoWithForce()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/mine.txt"], "mine");

        Should.Throw<IOException>(
            ()
                => RunDirectory.Create(
                    _folder["run"], force: false, Started, _time)).Message.ShouldContain("is not empty; choose another folder with --out.");
        Should.Throw<IOException>(
            () => RunDirectory.Create(_folder["run"], force: true, Started, _time)).Message.ShouldContain("is no run: --force moves only");

        Directory.GetFileSystemEntries(_folder["run"]).Length.ShouldBe(1);
    }

    [Fact]
    public void Create_RunIsThere_NamesForce()
    {
        RunDirectory.Create(_folder["run"], force: false, Started, _time);

        Should.Throw<IOException>(
            () => RunDirectory.Create(_folder["run"], force: false, Started, _time)).Message.ShouldContain("add --force to move it aside");
    }

    [Fact]
    public void Create_FolderOfASweep_IsMovedAside()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/sweep-request.json"], "{}");

        RunDirectory.Create(_folder["run"], force: true, Started, _time);

        File.Exists(_folder["run.old-1/sweep-request.json"]).ShouldBeTrue();
    }

    [Fact]
    public void CreatePart_StartWasKilled_DeletesIt()
    {
        Should.Throw<InvalidOperationException>(
            () => RunDirectory.CreatePart(_folder["run"], force: true, Started, _time, _ => throw new InvalidOperationException("killed")));

        RunDirectory.CreatePart(_folder["run"], force: true, Started, _time);

        Directory.GetDirectories(_folder.FullPath).ShouldBe([_folder["run"]]);
    }

    [Fact]
    public void Create_WithForce_MovesTheOldFolderAside()
    {
        for (int i = 0; i < 3; i++)
        {
            RunDirectory run = RunDirectory.Create(_folder["run"], force: true, Started, _time);
            File.WriteAllText(run.File("number.txt"), $"{i}");
        }

        File.ReadAllText(_folder["run/number.txt"]).ShouldBe("2");
        File.ReadAllText(_folder["run.old-1/number.txt"]).ShouldBe("0");
        File.ReadAllText(_folder["run.old-2/number.txt"]).ShouldBe("1");
    }

    [Fact]
    public void Create_PathIsAFile_SaysSo()
    {
        File.WriteAllText(_folder["run"], "");

        Should.Throw<IOException>(
            () => RunDirectory.Create(_folder["run"], force: true, Started, _time)).Message.ShouldContain("is a file");
        Should.Throw<IOException>(() => RunDirectory.Create(_folder["run/below"], force: true, Started, _time));
    }

    [Fact]
    public void Create_StartWasKilled_LeavesNoRunAndIsMovedAside()
    {
        Should.Throw<InvalidOperationException>(
            () => RunDirectory.Create(_folder["run"], force: false, Started, _time, _ => throw new InvalidOperationException("killed")));

        RunDirectory.IsRun(_folder["run"]).ShouldBeFalse();
        Should.Throw<DirectoryNotFoundException>(() => RunDirectory.Open(_folder["run"]));
        RunDirectory.Create(_folder["run"], force: false, Started, _time).ReadState().Phase.ShouldBe(RunPhase.Running);
        Directory.GetDirectories(_folder.FullPath).Select(Path.GetFileName).Order().ShouldBe(["run", "run.old-1"]);
        Directory.GetFiles(_folder["run"]).Select(Path.GetFileName).ShouldBe(s_begun, ignoreOrder: true);
    }

    [Fact]
    public void Create_WhileAnotherStarts_IsRefused()
    {
        RunDirectory.Create(_folder["run"], force: false, Started, _time, _ =>
            Should.Throw<IOException>(
                () => RunDirectory.Create(_folder["run"], force: true, Started, _time)).Message.ShouldContain("in use"));
    }

    [Fact]
    public void Lock_Held_KeepsOthersOutAndShows()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        RunSummary.Of(run).Status.ShouldBe("interrupted");

        using (run.Lock())
        {
            RunSummary.Of(run).Status.ShouldBe("running");
            Should.Throw<IOException>(() => RunDirectory.Open(run.FullPath).Lock()).Message.ShouldContain("in use by another process");
            Should.Throw<IOException>(
                () => RunDirectory.Create(_folder["run"], force: true, Started, _time)).Message.ShouldContain("in use");
        }

        run.IsInUse().ShouldBeFalse();
        run.Finish(RunPhase.Done, "");
        RunSummary.Of(run).Status.ShouldBe("done");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RunDirectory.Layout + 1)]
    public void ReadState_UnknownLayout_IsRefused(int layout)
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        File.Delete(run.IdentityPath);
        File.WriteAllText(run.StatePath, $"{{\"layout\": {layout}, \"state\": \"done\"}}");

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain(
            $"the run has layout {layout}; this version of Xmrl reads 1 to {RunDirectory.Layout}");
    }

    [Fact]
    public void ReadState_NoLayout_IsTheFirst()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        File.Delete(run.IdentityPath);
        RunJson.Write(run.StatePath, Started with { Phase = RunPhase.Done, Stage = "Evaluation" });
        File.WriteAllText(run.StatePath, File.ReadAllText(run.StatePath).Replace("\"layout\": 1,", "", StringComparison.Ordinal));

        RunState state = run.ReadState();
        (state.Layout, state.Seed, state.Stage).ShouldBe((1, Started.Seed, "Evaluation"));
    }

    [Fact]
    public void Continue_KilledInAWrite_RemovesWhatIsHalfWritten()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        File.WriteAllText(run.File(".state.json.1-1.tmp"), "{");
        File.WriteAllText(Path.Combine(run.Checkpoints.FolderPath, ".iteration-00000001.safetensors.1-1.tmp"), "x");

        run.Continue();

        Directory.GetFiles(run.FullPath, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldBe(s_begun, ignoreOrder: true);
    }

    [Fact]
    public void Parts_NothingWritten_AreEmpty()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);

        (run.ReadCommands().Count, run.ReadEnvironment(), run.Series().Count, run.ReadMetrics("").Count(), run.ReadProgress("").Count(),
            run.Evaluations().Count, run.ReadReport(), run.Checkpoints.List().Count)
            .ShouldBe((0, null, 0, 0, 0, 0, null, 0));
        Should.Throw<ArgumentException>(() => run.MetricsPathOf("../x"));
    }

    [Fact]
    public void Series_SeveralTrainings_FirstThenByName()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        foreach (string name in new[] { "metrics.jsonl", "metrics-retrain-b.jsonl", "metrics-a.jsonl", "metricsx.jsonl", "metrics-.jsonl" })
        {
            File.WriteAllText(run.File(name), "");
        }

        run.Series().ShouldBe(["", "a", "retrain-b"]);
        run.Series().Select(run.MetricsPathOf).ShouldAllBe(path => File.Exists(path));
    }

    [Fact]
    public void Open_NoRun_SaysWhatIsMissing()
    {
        Should.Throw<DirectoryNotFoundException>(() => RunDirectory.Open(_folder.FullPath)).Message.ShouldContain("state.json");
    }

    [Fact]
    public void ReadState_Damaged_NamesFileAndLine()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);
        File.Delete(run.IdentityPath);
        File.WriteAllText(run.StatePath, "{\n\"state\": \"asleep\"}");

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("state.json, line 2");
    }

    [Fact]
    public void File_NameWithFolder_IsRefused()
    {
        RunDirectory run = RunDirectory.Create(_folder["run"], force: false, Started, _time);

        Should.Throw<ArgumentException>(() => run.File("../x"));
    }

    [Fact]
    public void Collect_ThisMachine_RoundTripsThroughJson()
    {
        EnvironmentInfo found = EnvironmentInfo.Collect();
        RunJson.Write(_folder["environment.json"], found);

        EnvironmentInfo back = RunJson.Read<EnvironmentInfo>(_folder["environment.json"]);
        back.Processor.ShouldBe(found.Processor);
        back.Libraries.ShouldBe(found.Libraries);
        back.Cores.ShouldBe(Environment.ProcessorCount);
        back.Precision.ShouldBe(typeof(Real) == typeof(double) ? "double" : "float");
        back.Libraries.ShouldContainKey("Microsoft.Extensions.Logging.Abstractions");
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
