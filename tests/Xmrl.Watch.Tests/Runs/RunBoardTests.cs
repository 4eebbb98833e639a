using Xmrl.Fixtures;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Tests.Runs;

public sealed class RunBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunBoard _board;

    public RunBoardTests() => _board = new RunBoard(_folder.FullPath, "xmrl", TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Refresh_FolderThatIsMissing_HasNoRuns()
    {
        var board = new RunBoard(_folder["none"], "xmrl", TimeProvider.System);
        board.Refresh().Changed.ShouldBeEmpty();
        board.Runs(out _).ShouldBeEmpty();
    }

    [Fact]
    public void Refresh_RunThatBeginsGrowsAndGoes_IsToldOfEachTime()
    {
        using var run = LiveRun.Begin(_folder.FullPath, "a/b");
        _board.Refresh().Changed.ShouldBe(["a/b"]);
        _board.Refresh().Changed.ShouldBeEmpty();

        run.Append(0, 5);
        _board.Refresh().Changed.ShouldBe(["a/b"]);
        WatchedRun row = _board.Runs(out long version).ShouldHaveSingleItem();
        row.Curve.ShouldBe([[1, 0], [2, 1], [3, 2], [4, 3], [5, 4]]);
        (row.Experiment, row.Seed, row.Status, row.Stage).ShouldBe(("drone", "3", "running", "Meta-training"));
        row.Resume.ShouldBeNull();

        run.Delete();
        _board.Refresh().Changed.ShouldBe(["a/b"]);
        _board.Runs(out long later).ShouldBeEmpty();
        later.ShouldBeGreaterThan(version);
    }

    [Fact]
    public void Refresh_ProcessWasKilled_SaysHowToGoOn()
    {
        LiveRun.Begin(_folder.FullPath, "killed").Dispose();
        _board.Refresh();
        WatchedRun row = _board.Runs(out _).ShouldHaveSingleItem();
        row.Status.ShouldBe("interrupted");
        row.Resume.ShouldBe($"xmrl resume {Path.Combine(_board.Folder, "killed")}");
    }

    [Fact]
    public void Refresh_DamagedFiles_AreRowsThatSayWhatIsWrong()
    {
        using var whole = LiveRun.Begin(_folder.FullPath, "whole");
        using var state = LiveRun.Begin(_folder.FullPath, "state");
        using var metrics = LiveRun.Begin(_folder.FullPath, "metrics");
        File.WriteAllText(state.Run.StatePath, "{");
        File.WriteAllText(metrics.Run.MetricsPath, "nonsense\n");
        _board.Refresh();
        Dictionary<string, WatchedRun> rows = _board.Runs(out _).ToDictionary(row => row.Id, StringComparer.Ordinal);
        rows["whole"].Problem.ShouldBeNull();
        rows["state"].Status.ShouldBe("unreadable");
        rows["state"].Problem.ShouldNotBeNullOrEmpty();
        rows["metrics"].Problem!.ShouldContain("line 1");
    }

    [Fact]
    public void Refresh_LinkToAnotherFolder_IsNotFollowed()
    {
        using var outside = new TemporaryFolder();
        using var run = LiveRun.Begin(outside.FullPath, "secret");
        Directory.CreateSymbolicLink(_folder["link"], outside.FullPath);
        _board.Refresh();
        _board.Runs(out _).ShouldBeEmpty();
    }

    [Fact]
    public void Refresh_ThousandRuns_ListsAllAtOnceAndReadsThemLater()
    {
        LiveRun.Many(_folder.FullPath, 1_000);
        _board.Refresh();
        _board.Runs(out _).Count.ShouldBe(1_000);
        while (_board.Refresh().IsBehind)
        {
        }

        _board.Runs(out _).ShouldAllBe(row => row.Learner == "MAML");
    }

    [Fact]
    public void Find_NameThatWasNotListed_IsNoRun()
    {
        LiveRun.Begin(_folder.FullPath, "run").Dispose();
        _board.Refresh();
        foreach (string id in new[] { "..", "../run", "run/../run", "/etc", "RUN", "" })
        {
            _board.Find(id, out _).ShouldBeNull(id);
        }

        _board.Find("run", out _).ShouldNotBeNull();
    }
}
