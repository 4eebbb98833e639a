using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Runs;
using Xmrl.Reproduction.Page;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

public sealed class ReproductionRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeSeries _a = new("A", seed => 11 + (0.1 * seed));
    private readonly FakeSeries _b = new("B", seed => 10 + (0.05 * seed));
    private readonly List<StageProgress> _seen = [];
    private CancellationTokenSource _source = new();

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Run_ThreeSeeds_FillsTheTableAndKeepsEveryRun()
    {
        ExperimentOutcome outcome = Run();

        outcome.Succeeded.ShouldBeTrue();
        ReproductionResult result = Result();
        result.Complete.ShouldBeTrue();
        result.Cells.Select(cell => (cell.Row, cell.Values.Count, cell.Verdict))
            .ShouldBe([("A", 3, CellVerdict.Reproduced), ("B", 3, CellVerdict.Reproduced), ("B − A", 0, null)]);
        result.Cells[0].Mean!.Value.ShouldBe(11.2, 1e-12);
        result.Claims.Single().Verdict.ShouldBe(ClaimVerdict.Holds);
        result.Costs.ShouldBe([new SeriesCost("A", 3, 6, 300), new SeriesCost("B", 3, 6, 300)]);
        result.Command.ShouldBe("xmrl reproduce fake/table1 --seeds 3");
        Directory.GetDirectories(_folder["out/runs"])
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(["a-seed1", "a-seed2", "a-seed3", "b-seed1", "b-seed2", "b-seed3"]);
        RunDirectory.Open(_folder["out/runs/a-seed2"]).ReadState().Phase.ShouldBe(RunPhase.Done);
        _a.Began.ShouldBe([1UL, 2, 3]);
    }

    [Fact]
    public void Run_Progress_NamesTheRunAndTheTimeLeftForAll()
    {
        Run();

        _seen.Select(report => report.Stage)
            .Distinct()
            .ShouldBe(["A, seed 1", "B, seed 1", "A, seed 2", "B, seed 2", "A, seed 3", "B, seed 3"]);
        _seen[^1].StageIndex.ShouldBe(5);
        _seen.ShouldAllBe(report => report.StageCount == 6);

        // Nothing is known before a run has finished.
        _seen.Where(report => report.StageIndex > 0)
            .ShouldAllBe(report => report.Detail.StartsWith("all runs: about ", StringComparison.Ordinal)
                && report.Detail.Contains("left; training, ", StringComparison.Ordinal));
        _seen.ShouldAllBe(report => report.IsPercentage && report.Total == 100);
        _seen.Where(report => report.Stage == "B, seed 3")
            .Select(report => (report.Completed, report.Detail[^6..]))
            .ShouldBe([(25, "1 of 4"), (50, "2 of 4"), (75, "3 of 4"), (100, "4 of 4")]);
    }

    [Fact]
    public void Run_SecondsLeft_AreThoseOfAllRuns()
    {
        (_a.SecondsLeft, _a.Share) = (10, 0);

        Run(request => request with { Seeds = 1 });

        // A run of A, and one of B, which takes three times as many steps.
        _seen[0].SecondsLeft!.Value.ShouldBe(10 + 30, 3);
        _seen[0].Detail.ShouldStartWith("all runs: about 4");
    }

    [Fact]
    public void Run_SecondsLeftOfAContinuedRun_CountWhatItTookBefore()
    {
        (_a.SecondsLeft, _a.Share) = (5, 0.5);

        Run(request => request with { Seeds = 1 });

        _seen[0].SecondsLeft!.Value.ShouldBe(5 + 30, 3);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    public void Resume_StoppedInARun_SkipsFinishedRunsAndEndsAsIfNeverStopped(ulong seed, int step)
    {
        using var whole = new ReproductionRunnerTests();
        whole.Run();
        _b.AfterStep = (at, done) =>
        {
            if (at == seed && done == step)
            {
                _source.Cancel();
            }
        };

        Should.Throw<OperationCanceledException>(() => Run());

        RunDirectory.Open(_folder["out"]).ReadState().Phase.ShouldBe(RunPhase.Cancelled);
        Result().Complete.ShouldBeFalse();
        Result().Cells[0].Values.Count.ShouldBe((int)seed);
        string page = File.ReadAllText(TablePage.Write(RunDirectory.Open(_folder["out"])));
        page.ShouldContain("This table is not complete");
        page.ShouldContain($"{(2 * seed) - 1} of 6 runs.");
        _source.Dispose();
        _source = new CancellationTokenSource();
        _b.AfterStep = (_, _) => { };

        Run(resume: true).Succeeded.ShouldBeTrue();

        _a.Began.ShouldBe([1UL, 2, 3]);
        _b.Began.Count.ShouldBe(4);
        File.ReadAllLines(_folder[$"out/runs/b-seed{seed}/steps.txt"]).Length.ShouldBe(FakeSeries.Steps);
        File.ReadAllText(_folder["out/results.json"]).ShouldBe(File.ReadAllText(whole._folder["out/results.json"]));
    }

    [Fact]
    public void Resume_RunWithoutConfiguration_BeginsAnew()
    {
        // A process may end between the folder and its configuration.
        Run();
        File.Delete(_folder["out/runs/b-seed3/config.yaml"]);
        RunDirectory.Open(_folder["out/runs/b-seed3"]).Continue();

        Run(resume: true).Succeeded.ShouldBeTrue();

        Directory.Exists(_folder["out/runs/b-seed3.old-1"]).ShouldBeTrue();
        _b.Began.ShouldBe([1UL, 2, 3, 3]);
    }

    [Fact]
    public void Resume_StartOfARunWasKilled_LeavesNoFolderBehind()
    {
        Run();
        Directory.Delete(_folder["out/runs/b-seed3"], recursive: true);
        Directory.CreateDirectory(_folder["out/runs/b-seed3"]);
        File.WriteAllText(_folder["out/runs/b-seed3/.starting"], "");
        RunDirectory.Open(_folder["out"]).Continue();

        Run(resume: true).Succeeded.ShouldBeTrue();

        Directory.GetDirectories(_folder["out/runs"])
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(["a-seed1", "a-seed2", "a-seed3", "b-seed1", "b-seed2", "b-seed3"]);
    }

    [Theory]
    [InlineData("out/runs")]
    [InlineData("out/runs/b-seed3")]
    public void Resume_FolderOfRunsIsALink_IsRefusedAndNothingOutsideChanges(string name)
    {
        Run();
        Directory.Move(_folder[name], _folder["elsewhere"]);
        Directory.CreateSymbolicLink(_folder[name], _folder["elsewhere"]);
        RunDirectory.Open(_folder["out"]).Continue();
        string[] before = [.. Directory.GetFiles(_folder["elsewhere"], "*", SearchOption.AllDirectories).Order()];

        Should.Throw<IOException>(() => Run(resume: true)).Message.ShouldContain($"{_folder[name]} is a link");

        Directory.GetFiles(_folder["elsewhere"], "*", SearchOption.AllDirectories).Order().ShouldBe(before);
    }

    [Fact]
    public void Run_SettingsWithSpaces_AreQuotedInTheCommand()
    {
        Run(request => request with { Overrides = ["sizes=[3, 4]"], Seed = 5 });

        Result().Command.ShouldBe("xmrl reproduce fake/table1 --seeds 3 --seed 5 --set 'sizes=[3, 4]'");
    }

    [Fact]
    public void Run_NumbersNotFinite_LeavesThatRunOutAndSaysSo()
    {
        _a.AfterStep = (seed, _) =>
        {
            if (seed == 2)
            {
                throw new ArithmeticException("A number was not finite.");
            }
        };

        ExperimentOutcome outcome = Run();

        outcome.Succeeded.ShouldBeFalse();
        outcome.Notes.ShouldContain("A, seed 2: A number was not finite.");
        ReproductionResult result = Result();
        result.Cells[0].Seeds.ShouldBe([1UL, 3]);
        result.Cells[0].Verdict.ShouldBe(CellVerdict.Undecided);
        result.Cells[1].Values.Count.ShouldBe(3);
        result.Claims.Single().Seeds.ShouldBe(2);
    }

    [Fact]
    public void Run_Quick_DecidesNothing()
    {
        Run(request => request with { Quick = true, Seeds = 3 });

        Result().Cells.Select(cell => cell.Verdict).ShouldBe([CellVerdict.Undecided, CellVerdict.Undecided, null]);
        Result().Summary.ShouldContain("quick");
    }

    [Fact]
    public void Run_ChangedSettings_AreRecordedAndDecideNothing()
    {
        Run(request => request with { Overrides = ["speed=2"], Seed = 5 });

        ReproductionResult result = Result();
        result.Overrides.ShouldBe(["speed=2"]);
        result.Command.ShouldBe("xmrl reproduce fake/table1 --seeds 3 --seed 5 --set speed=2");
        result.Cells[0].Seeds.ShouldBe([5UL, 6, 7]);
        result.Claims.Single().Verdict.ShouldBe(ClaimVerdict.Undecided);
        File.ReadAllText(_folder["out/runs/a-seed5/config.yaml"]).ShouldContain("speed: 2");
    }

    [Fact]
    public void Run_TableOfDataWithoutData_DecidesNothing()
    {
        Run(needsData: true);

        ReproductionResult result = Result();
        result.Claims.Single().Verdict.ShouldBe(ClaimVerdict.Undecided);
        result.Summary.ShouldContain("Without --data");
        result.Command.ShouldBe("xmrl reproduce fake/table1 --seeds 3");
    }

    [Fact]
    public void Run_SettingsThatNoRunAccepts_MakesNoFolder()
    {
        Should.Throw<ConfigurationException>(() => Run(request => request with { Overrides = ["spead=2"] })).Message.ShouldContain("speed");

        Directory.Exists(_folder["out"]).ShouldBeFalse();
    }

    [Fact]
    public void Resume_RunsOfOtherSettings_IsRefused()
    {
        Run();
        File.WriteAllText(_folder["out/runs/a-seed1/config.yaml"], "speed: 7\nsizes: [3]\n");

        Should.Throw<ConfigurationException>(() => Run(resume: true)).Message.ShouldContain("not averaged");
    }

    [Fact]
    public void Resume_RunsFromBeforeASettingExisted_TakesItsDefault()
    {
        Run();
        FormerLayout.Convert(RunDirectory.Open(_folder["out/runs/a-seed1"]), 1);
        File.WriteAllText(_folder["out/runs/a-seed1/config.yaml"], "speed: 1\n");

        Run(resume: true).Succeeded.ShouldBeTrue();

        _a.Began.Count.ShouldBe(3);
    }

    [Fact]
    public void Resume_RunOfAnotherSeedInItsPlace_SaysWhatIsExpectedAndFound()
    {
        Run();
        Directory.Delete(_folder["out/runs/a-seed1"], recursive: true);
        Directory.Move(_folder["out/runs/a-seed2"], _folder["out/runs/a-seed1"]);

        Should.Throw<InvalidDataException>(() => Run(resume: true)).Message.ShouldContain(
            "holds train fake of seed 2; expected train fake of seed 1");
    }

    [Fact]
    public async Task Run_RunsThatAnotherReproductionMakes_WaitsForThem()
    {
        var (otherA, otherB) = (new FakeSeries("A", seed => seed), new FakeSeries("B", seed => seed));
        using var begun = new ManualResetEventSlim();
        using var waits = new ManualResetEventSlim();
        otherA.AfterStep = (seed, step) =>
        {
            if ((seed, step) == (1, 0))
            {
                begun.Set();
                waits.Wait(_source.Token);
            }
        };
        var other = Task.Run(() => Start(otherA, otherB, "other", NullLogger.Instance));
        begun.Wait(_source.Token);
        var log = new ListLogger();
        log.Added = _ => waits.Set();

        Start(_a, _b, "own", log).Succeeded.ShouldBeTrue();

        await other;
        log.Lines[0].Message.ShouldStartWith(
            $"A, seed 1 is being made by another process in {_folder["shared/a-seed1"]}; this reproduction waits for it.");
        _a.Began.Concat(otherA.Began).ShouldBe([1UL], "Each run is made once.");
        _b.Began.Concat(otherB.Began).ShouldBe([1UL]);

        ExperimentOutcome Start(FakeSeries a, FakeSeries b, string name, ILogger log)
        {
            var runner = new ReproductionRunner(FakeSeries.Table(a, b) with { SharedRuns = "shared", Seeds = 1 });
            var request = new ExperimentRequest
            {
                Experiment = runner.Name,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                OutputDirectory = _folder[name],
                Threads = 1,
            };
            return new ExperimentHost().Run(runner, request, new Collector([]), log, _source.Token);
        }
    }

    private ExperimentOutcome Run(Func<ExperimentRequest, ExperimentRequest>? change = null, bool resume = false, bool needsData = false)
    {
        var runner = new ReproductionRunner(FakeSeries.Table(_a, _b) with { NeedsData = needsData });
        var request = new ExperimentRequest
        {
            Experiment = runner.Name,
            Action = ExperimentAction.Reproduce,
            Seed = 1,
            OutputDirectory = _folder["out"],
            Threads = 1,
            CommandLine = "xmrl reproduce fake/table1",
            ConfigurationFile = resume ? _folder["out/config.yaml"] : null,
            ResumeFrom = resume ? _folder["out"] : null,
        };
        return new ExperimentHost()
            .Run(runner, change?.Invoke(request) ?? request, new Collector(_seen), NullLogger.Instance, _source.Token);
    }

    private ReproductionResult Result() => RunJson.Read<ReproductionResult>(_folder["out/results.json"]);

    private sealed class Collector(List<StageProgress> seen) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => seen.Add(value);
    }
}
