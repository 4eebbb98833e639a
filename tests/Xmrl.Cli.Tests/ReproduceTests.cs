using System.Collections.Immutable;
using System.Text.Json;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Tests;

public sealed class ReproduceTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Reproduce_FakeTable_PrintsOursBesideThePapers()
    {
        _cli.Reproductions = new ReproductionRegistry(Table());

        _cli.Run("reproduce", "fake/table1", "--quiet", "--out", _cli["out"]).ShouldBe(ExitCode.Ok);

        _cli.Output.ReplaceLineEndings("\n").ShouldBe($"""
            Nobody (2000), Table 1. Success.

            Row              Column           Paper       Ours ± sd     95 % interval  Seeds  Verdict
            (doing nothing)  steps                            0.000                           for scale
            A                steps   11.000 ± 0.500  12.000 ± 0.500  [10.758, 13.242]      3  reproduced
            B                steps           250.00  102.00 ± 1.000  [99.516, 104.48]      3  ordering holds

            Claim of the paper  Column  Paper's difference     Ours     95 % interval        p     Holm  Seeds  Verdict
            B above A           steps              +239.00  +90.000  [88.758, 91.242]  < 0.001  < 0.001      3  holds

            Cost     Runs  Seconds  M steps
            A and B     3     37.0     3.70

            Intervals: Student t over seeds; the paper's ± as printed. Claims: paired t-test over seeds; Holm: corrected for their number, which decides. Rules: docs/reproduction.md.
            3 runs. Of 2 cells 1 reproduced, 1 in ordering alone, 0 not reproduced, 0 undecided. Of 1 claims 1 hold, 0 are not shown, 0 contradicted, 0 undecided.
            Again:   xmrl reproduce fake/table1 --seeds 3

            Run:     {_cli["out"]}
            Results: {_cli["out/results.json"]}
            Picture: {_cli["out/table.html"]}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Reproduce_NotATerminal_TellsTheShareOfTheRunAndItsStage()
    {
        _cli.Reproductions = new ReproductionRegistry(Table());

        _cli.Run("reproduce", "fake/table1", "--out", _cli["out"]).ShouldBe(ExitCode.Ok);

        string[] lines =
            [.. _cli.Error.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("[1/3]", StringComparison.Ordinal))];
        lines[0].ShouldMatch("^\\[1/3\\] A and B, seed 1: 0 %; .*training, 0 of 3: return 0$");
        lines.ShouldAllBe(line => line.Contains(" %; ", StringComparison.Ordinal));
    }

    private string CopyWithoutRuns(string folder, string name)
    {
        Directory.CreateDirectory(_cli[name]);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Copy(file, Path.Combine(_cli[name], Path.GetFileName(file)));
        }

        return _cli[name];
    }

    [Fact]
    public void Reproduce_NoTable_ListsAll()
    {
        _cli.Run("reproduce").ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("sg-mrl/table1");
        _cli.Run("reproduce", "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("tables").EnumerateArray()
            .First(table => table.GetProperty("id").GetString() == "sg-mrl/table1")
            .GetProperty("runs")
            .GetInt32()
            .ShouldBe(30);
    }

    [Theory]
    [InlineData("There is no reproduction sg-mrl/tabel1. Did you mean sg-mrl/table1?", "reproduce", "sg-mrl/tabel1")]
    [InlineData("--seeds is 0; expected a whole number from 1 to 1000", "reproduce", "sg-mrl/table1", "--seeds", "0")]
    [InlineData("unknown key meta.iteration", "reproduce", "sg-mrl/table1", "--set", "meta.iteration=3")]
    [InlineData("robustness/figure2 has no scale between its quick variant", "reproduce", "robustness/figure2", "--scale", "desk")]
    [InlineData("--scale is large; expected quick, desk, full.", "reproduce", "robustness/a", "--scale", "large")]
    [InlineData("--score is first; expected last, all.", "reproduce", "robustness/a", "--score", "first")]
    [InlineData("--actions is best; expected mean, sampled.", "reproduce", "robustness/a", "--actions", "best")]
    [InlineData("--quick and --scale desk exclude each other.", "reproduce", "robustness/a", "--quick", "--scale", "desk")]
    [InlineData("sg-mrl/table1 has no scale between its quick variant", "reproduce", "sg-mrl/table1", "--scale", "desk")]
    public void Reproduce_WrongUse_SaysWhatIsWrongAndMakesNoFolder(string message, params string[] arguments)
    {
        _cli.Run(arguments).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(message);
        Directory.Exists(_cli["runs"]).ShouldBeFalse();
    }

    [Fact]
    public void Reproduce_StudyWithOtherScores_ReadsThemFromRunsOfItsOwnFolder()
    {
        string[] smaller =
            [
                "--quiet", "--json", "--seeds", "1", "--set", "meta.iterations=2", "--set", "meta.validations=1", "--set", "tasks.test=8",
                "--set", "tasks.training=4",
            ];
        _cli.Run(["reproduce", "robustness/figure1", "--quick", .. smaller]).ShouldBe(ExitCode.Ok);
        double[] theirs = Finals();
        _cli.Run(["reproduce", "robustness/figure1", "--scale", "quick", "--score", "last", "--actions", "mean", .. smaller])
            .ShouldBe(ExitCode.Ok);
        double[] alike = Finals();

        // PEARL is scored so anyway; the other learners are not.
        alike[0].ShouldBe(theirs[0]);
        alike.Skip(1).Zip(theirs.Skip(1)).ShouldAllBe(pair => pair.First != pair.Second);
        _cli.Json.GetProperty("command").GetString()!.ShouldContain("--scale quick --score last --actions mean");
        Directory.Exists(_cli["runs/robustness-figure1-quick"]).ShouldBeTrue();
        Directory.Exists(_cli["runs/robustness-figure1-quick-last-mean"]).ShouldBeTrue();
        _cli.Run("resume", _cli["runs/robustness-figure1-quick-last-mean"], "--json").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is complete");

        double[] Finals()
            =>
            [
                .. _cli.Json.GetProperty("cells")
                    .EnumerateArray()
                    .Where(cell => cell.GetProperty("column").GetString() == "final")
                    .Select(cell => cell.GetProperty("mean").GetDouble()),
            ];
    }

    [Fact]
    public void Reproduce_QuickTableOfSgMrl_RunsToTheEndAndItsRunsCanBeEvaluated()
    {
        _cli.Run("reproduce", "sg-mrl/table1", "--quick", "--json", "--threads", "2").ShouldBe(ExitCode.Ok);

        JsonElement json = _cli.Json;
        json.GetProperty("complete").GetBoolean().ShouldBeTrue();
        json.GetProperty("cells")
            .EnumerateArray()
            .Select(cell => cell.GetProperty("row").GetString())
            .ShouldBe(["SG-MRL", "MAML", "E-MAML"]);
        json.GetProperty("cells")
            .EnumerateArray()
            .ShouldAllBe(cell => cell.GetProperty("verdict").GetString() == "undecided"
                && cell.GetProperty("values").GetArrayLength() == 2);
        json.GetProperty("summary").GetString()!.ShouldContain("decides nothing");
        string run = _cli["runs/sg-mrl-table1-quick"];
        RunJson.Read<ReproductionResult>(Path.Combine(run, "results.json")).Cells.Count.ShouldBe(3);

        byte[] page = File.ReadAllBytes(Path.Combine(run, "table.html"));
        System.Text.Encoding.UTF8.GetString(page).ShouldContain("<h2>Learning</h2>");
        string elsewhere = CopyWithoutRuns(run, "elsewhere");
        File.Delete(Path.Combine(elsewhere, "table.html"));
        _cli.Run("report", elsewhere).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.Trim().ShouldBe(Path.Combine(elsewhere, "table.html"));
        File.ReadAllBytes(Path.Combine(elsewhere, "table.html")).ShouldBe(page);
        _cli.Run("runs", "show", elsewhere).ShouldBe(ExitCode.Ok, "the page is the one that the manifest lists");
        File.AppendAllText(Path.Combine(elsewhere, "curves.json"), " ");
        _cli.Run("report", elsewhere).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("curves.json");

        _cli.Run("resume", run).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is complete");
        _cli.Run("evaluate", Path.Combine(run, "runs", "sg-mrl-seed1"), "--tasks", "4", "--quiet").ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldContain("Navigation2D-v1, SG-MRL");
    }

    [Fact]
    public void Resume_StoppedReproduction_GoesOnWithTheRunsThatAreLeft()
    {
        int began = 0;
        FakeRunner stopping = new()
        {
            Work = (request, token) =>
            {
                if (++began == 3)
                {
                    _cli.Cancel();
                }

                token.ThrowIfCancellationRequested();
                return FakeRunner.Outcome(request);
            },
        };
        _cli.Reproductions = new ReproductionRegistry(Table(stopping));
        _cli.Run("reproduce", "fake/table1", "--out", _cli["out"]).ShouldBe(ExitCode.Cancelled);
        _cli.Error.ShouldContain("Continue with: xmrl resume");

        using var second = new CliFixture { Reproductions = new ReproductionRegistry(Table(stopping)) };
        second.Run("resume", _cli["out"], "--quiet").ShouldBe(ExitCode.Ok);

        second.Output.ShouldContain("reproduced");
        began.ShouldBe(4);
        _cli.State(_cli["out"]).Phase.ShouldBe(RunPhase.Done);
    }

    private static TableReproduction Table(IExperimentRunner? runner = null) => new()
    {
        Id = "fake/table1",
        Summary = "A fake table.",
        Protocol = new ReproductionProtocol
        {
            Source = "Nobody (2000), Table 1",
            Measure = "Success.",
            Stated = ["Nothing (§1)."],
            References = [new ReferenceValue("doing nothing", "steps", 0, "By definition.")],
        },
        Cells = [new("A", "steps", new PaperValue(11, 0.5)), new("B", "steps", new PaperValue(250))],
        Claims = [new("B", "A", "steps")],
        Seeds = 3,
        Series =
        [
            new ReproductionSeries { Name = "both", Label = "A and B", Runner = runner ?? new FakeRunner(), Read = Figures },
        ],
    };

    private static RunFigures Figures(RunDirectory run)
    {
        ulong seed = run.ReadState().Seed;
        return new RunFigures
        {
            Values = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                [KeyValuePair.Create("A | steps", 11 + (0.5 * seed)), KeyValuePair.Create("B | steps", 100.0 + seed)]),
            Interactions = 1_234_567,
            Seconds = 12.34,
        };
    }
}
