using System.Text.Json;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures.Runs;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.Runs;

public sealed class RunsTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void List_SeveralRuns_NamesEachWithItsState()
    {
        _cli.Run("runs", "list").ShouldBe(ExitCode.Ok);
        _cli.Output.Trim().ShouldBe($"There are no runs in {_cli["runs"]}.");
        Train("one");
        Train("two");
        RunDirectory.Open(_cli["runs/two"]).Continue();

        _cli.Run("runs", "list", _cli["runs"]).ShouldBe(ExitCode.Ok);

        string[] lines = _cli.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldMatch("^Run +What +Learner +Seed +State +Stage +Progress +Score +Started \\(UTC\\) +Time$");
        lines[1].ShouldMatch("one +train navigation2d +MAML +1 +done +100 % +-?[\\d.]+ ");
        lines[2].ShouldMatch("two +train navigation2d +MAML +1 +interrupted +Evaluation, 1 of 1 \\(100 % of the run\\) +100 % ");

        _cli.Run("runs", "list", "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("runs")
            .EnumerateArray()
            .Select(run => run.GetProperty("status").GetString())
            .ShouldBe(["done", "interrupted"]);
        _cli.Json.GetProperty("runs")[1].GetProperty("heartbeat").GetProperty("completed").GetInt64().ShouldBe(1);

        _cli.Run("runs", "show", _cli["runs/two"]);
        _cli.Output.ShouldContain("interrupted in Evaluation, 1 of 1 (100 % of the run).");
        _cli.Output.ShouldContain("Last heard of ");
    }

    [Fact]
    public void Show_FinishedRun_ListsPartsAndChecksThem()
    {
        Train("one");

        _cli.Run("runs", "show", _cli["runs/one"]).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("train navigation2d, seed 1, done");
        _cli.Output.ShouldContain("xmrl train navigation2d");
        _cli.Output.ShouldMatch(@"Meta-training +4 +\d+ ");
        _cli.Output.ShouldMatch(@"metrics\.jsonl +4 +-?[\d.]+ +[0-9a-f]{16}");
        _cli.Output.ShouldMatch(@"base-iteration-00000004\.safetensors +4 +yes");
        _cli.Output.ShouldMatch(@"\d+ files are as the manifest says\.");
    }

    [Theory]
    [InlineData("checkpoints/base-iteration-00000004.safetensors")]
    [InlineData("config.yaml")]
    public void Show_DamagedFile_NamesItAndFails(string name)
    {
        Train("one");
        string path = _cli[$"runs/one/{name}"];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        _cli.Run("runs", "show", _cli["runs/one"], "--json").ShouldBe(ExitCode.Failed);

        _cli.Json.GetProperty("problems")
            .EnumerateArray()
            .Select(problem => problem.GetString()!)
            .ShouldContain(problem => problem.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Show_NoManifest_IsNotWholeAndNotResumed(bool isFolder)
    {
        Train("one");
        File.Delete(_cli["runs/one/manifest.json"]);
        if (isFolder)
        {
            Directory.CreateDirectory(_cli["runs/one/manifest.json"]);
        }

        _cli.Run("runs", "show", _cli["runs/one"]).ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain("has no manifest.json, which every run of layout 3 has");

        foreach (string command in new[] { "evaluate", "explain", "report", "improve", "resume" })
        {
            _cli.Run(command, _cli["runs/one"]).ShouldBe(ExitCode.Failed, command);
            _cli.Error.ShouldContain("has no manifest.json", customMessage: command);
        }
    }

    [Fact]
    public void Show_ForeignCheckpointOfAHigherIteration_IsNotWhole()
    {
        Train("one");
        File.Copy(
            _cli["runs/one/checkpoints/base-iteration-00000004.safetensors"],
            _cli["runs/one/checkpoints/base-iteration-00000009.safetensors"]);

        _cli.Run("runs", "show", _cli["runs/one"]).ShouldBe(ExitCode.Failed);

        _cli.Output.ShouldMatch(@"base-iteration-00000009\.safetensors +9 +no");
        _cli.Output.ShouldContain("belongs to iteration 4; expected iteration 9.");
        _cli.Run("evaluate", _cli["runs/one"], "--tasks", "2", "--quiet").ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldContain("after 4 iterations");
        _cli.Error.ShouldContain("belongs to iteration 4; expected iteration 9.");
    }

    [Fact]
    public void Show_StateChanged_NamesIt()
    {
        Train("one");
        string path = _cli["runs/one/identity.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"seed\": 1", "\"seed\": 3", StringComparison.Ordinal));

        _cli.Run("runs", "show", _cli["runs/one"]).ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain("identity.json was changed: its SHA-256 is");
        _cli.Run("resume", _cli["runs/one"]).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("identity.json was changed: its SHA-256 is");
    }

    [Fact]
    public void Diff_NothingInCommon_IsNotAlike()
    {
        Train("one");
        RunDirectory empty = RunDirectory.Create(
            _cli["runs/empty"], force: false,
            new RunState { Phase = RunPhase.Running, Action = "train", Experiment = "navigation2d", Seed = 1 });

        _cli.Run("runs", "diff", _cli["runs/one"], empty.FullPath).ShouldBe(ExitCode.Failed);

        _cli.Output.ShouldContain("There is nothing to compare");
        _cli.Output.ShouldContain("Only the first run has metrics.jsonl, ");
    }

    [Fact]
    public void Diff_SameSeedAndOther_SaysAlikeOrNamesIterationAndTensor()
    {
        Train("one");
        Train("two");
        Train("other", "--set", "meta.outerStepSize=0.002");

        _cli.Run("runs", "diff", _cli["runs/one"], _cli["runs/two"]).ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldContain("The runs are alike: 4 iterations of 1 training");

        _cli.Run("runs", "diff", _cli["runs/one"], _cli["runs/other"]).ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain("meta.outerStepSize: 0.001 | 0.002");
        _cli.Output.ShouldContain("The runs part in metrics.jsonl, iteration 0: tensor policy.");

        _cli.Run("runs", "diff", _cli["runs/one"], _cli["runs/other"], "--json").ShouldBe(ExitCode.Failed);
        JsonElement difference = _cli.Json.GetProperty("difference");
        difference.GetProperty("series")[0].GetProperty("iteration").GetInt32().ShouldBe(0);
        difference.GetProperty("parts").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Compare_BothNames_AreOneCommand()
    {
        Train("one");
        Train("two", "--seed", "2");

        _cli.Run("compare", _cli["runs/one"], _cli["runs/two"]).ShouldBe(ExitCode.Ok);
        string output = _cli.Output;
        _cli.Run("runs", "compare", _cli["runs/one"], _cli["runs/two"]).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldBe(output);
        output.ShouldContain("over seeds 1, 2");
    }

    [Fact]
    public void Resume_ConfigurationChanged_IsRefused()
    {
        Train("one");
        RunDirectory.Open(_cli["runs/one"]).Continue();
        File.AppendAllText(_cli["runs/one/config.yaml"], "\n");

        _cli.Run("resume", _cli["runs/one"]).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain("config.yaml has");
        _cli.Error.ShouldContain("restore the file, or start a new run");
    }

    [Theory]
    [InlineData("improve,train")]
    [InlineData("2")]
    [InlineData("Train")]
    [InlineData("walk")]
    public void Resume_ActionThatIsNone_IsRefused(string action)
    {
        Train("one");
        RunDirectory run = RunDirectory.Open(_cli["runs/one"]);
        run.Continue();

        // From layout 3 on the action is sealed; before, anybody could have written it.
        FormerLayout.Convert(run, 2);
        RunJson.Write(run.StatePath, run.ReadState() with { Action = action });

        _cli.Run("resume", _cli["runs/one"]).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain($"the action is {action}; expected improve, train or reproduce.");
    }

    [Fact]
    public void Evaluate_NotATerminal_ReportsProgress()
    {
        Train("one");

        _cli.Run("evaluate", _cli["runs/one"], "--tasks", "3", "--threads", "1").ShouldBe(ExitCode.Ok);

        _cli.Error.ReplaceLineEndings("\n").ShouldStartWith("[1/1] Evaluation: 1 of 3");
        _cli.Error.ShouldContain("[1/1] Evaluation: 3 of 3; 3 fresh tasks");
    }

    [Theory]
    [InlineData("runs", "See xmrl runs --help.")]
    [InlineData("runs lst", "Unknown command lst. Did you mean list?")]
    [InlineData("runs show", "show needs <run>. See xmrl runs show --help.")]
    [InlineData("runs diff a", "diff needs <second>. See xmrl runs diff --help.")]
    [InlineData("runs list a b", "Unexpected argument b. See xmrl runs list --help.")]
    [InlineData("runs list --jsn", "Unknown option --jsn. Did you mean --json?")]
    [InlineData("train navigation2d --save-every -1", "--save-every is -1; expected seconds from 0 to 1000000.")]
    public void Runs_WrongCommandLine_SaysOneSentence(string line, string expected)
    {
        _cli.Run(line.Split(' ')).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain(expected);
        _cli.Error.TrimEnd().ShouldNotContain("\n");
    }

    private void Train(string name, params string[] more)
        => _cli.Run(TinyArguments.Train(_cli[$"runs/{name}"], ["navigation2d", .. more])).ShouldBe(ExitCode.Ok, _cli.Error);
}
