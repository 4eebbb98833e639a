using System.Text.Json;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests.Stored;

/// <summary>The whole way of an offline learner on the command line.</summary>
public sealed class OfflineTrainingTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public OfflineTrainingTests() => _cli.Run(
        "data", "collect", "bandit-2x10", "--collector", "random", "--tasks", "6", "--validation", "4", "--test", "12", "--steps",
        "60", "--out", _cli["data"]).ShouldBe(ExitCode.Ok, _cli.Error);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Train_OnADataSet_CanBeEvaluatedExplainedAndResumed()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        string tasks = File.ReadAllText(_cli["run/tasks.json"]);
        JsonDocument.Parse(tasks).RootElement.GetProperty("training").GetArrayLength().ShouldBe(6);
        foreach (string source in new[] { "buffer", "own", "other", "none" })
        {
            _cli.Run("evaluate", _cli["run"], "--adapt-from", source, "--json").ShouldBe(ExitCode.Ok, _cli.Error);
            _cli.Json.GetProperty("evaluation").GetProperty("tasks").GetArrayLength().ShouldBe(12);
            (_cli.Json.GetProperty("evaluation").GetProperty("interactions").GetInt64() > 0).ShouldBe(source == "own", source);
        }

        _cli.Run("evaluate", _cli["run"], "--tasks", "4", "--json").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Json.GetProperty("evaluation").GetProperty("interactions").GetInt64().ShouldBeGreaterThan(0);
        _cli.Run("explain", _cli["run"], "--set", "explain.method=identity").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("Tasks are compared by the weighted regression on their buffers");
        _cli.Output.ShouldContain("Least aligned with the poor tasks are the buffers of training tasks");
        _cli.Output.ShouldContain("Collect next: data of tasks like validation tasks");
    }

    /// <summary>Data of one task, environment of another: the diagonal is what the tasks' own scores are.</summary>
    [Fact]
    public void Evaluate_FewTestTasks_HasTheMatrixOfReturns()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Run("evaluate", _cli["run"], "--adapt-from", "buffer", "--tasks", "3", "--json").ShouldBe(ExitCode.Ok, _cli.Error);
        JsonElement evaluation = _cli.Json.GetProperty("evaluation");
        double[][] matrix = evaluation.GetProperty("matrix").Deserialize<double[][]>()!;
        matrix.ShouldAllBe(row => row.Length == 3);
        matrix.Select((row, task) => row[task]).ShouldBe(
            evaluation.GetProperty("tasks").EnumerateArray()
                .Select(task => task.GetProperty("meanActions").EnumerateArray().Last().GetDouble()));
        _cli.Run("evaluate", _cli["run"], "--adapt-from", "buffer", "--tasks", "3").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("Adapted to the data of the task on the left, in the environment of the task above, mean actions:");
        string[][] others = [["--adapt-from", "buffer"], ["--adapt-from", "own", "--tasks", "3"], ["--tasks", "3"]];
        foreach (string[] without in others)
        {
            _cli.Run(["evaluate", _cli["run"], .. without, "--json"]).ShouldBe(ExitCode.Ok, _cli.Error);
            _cli.Json.GetProperty("evaluation").TryGetProperty("matrix", out _).ShouldBeFalse(string.Join(' ', without));
        }
    }

    [Fact]
    public void Train_OnADataSet_WritesTheFiguresOfTheRegressions()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        string line = File.ReadLines(_cli["run/metrics.jsonl"]).First();
        foreach (string name in new[]
        {
            "value_inner", "value_outer", "policy_outer", "advantage_head", "coefficient", "weight_mean", "weight_clipped",
            "weight_effective", "weights_flat", "value_explained", "step_size_policy", "step_size_value",
        })
        {
            line.ShouldContain($"\"{name}\"");
        }
    }

    [Fact]
    public void Diagnose_OnADataSet_SaysWhetherTheDataArePoor()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Run("diagnose", _cli["run"], "--set", "diagnose.iterations=1").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("Cause: ");
        _cli.Output.ShouldContain("adapted to all its data");
        _cli.Output.ShouldContain("On new rows and episodes of ");
        _cli.Run("evaluate", _cli["run"], "--adapt-from", "late").ShouldBe(ExitCode.Ok, _cli.Error);
    }

    /// <summary>Methods that weigh, leave out or add buffers run; others are refused by one sentence that names these.</summary>
    [Fact]
    public void Improve_OnADataSet_RunsTheMethodsThatWork()
    {
        string[] working =
        [
            "TW", "MR", "Continued", "XMRL-Weighted", "RandomWeighted", "XMRL-Pruned", "RandomPruned", "XMRL-Poor", "RandomAdded",
        ];
        Improve("tw,mr,continued,xmrl-weighted,random-weighted,xmrl-pruned,random-pruned,xmrl-poor,random-added")
            .ShouldBe(ExitCode.Ok, _cli.Error);
        working.ShouldAllBe(title => _cli.Output.Contains(title, StringComparison.Ordinal), _cli.Output);
        Improve("xmrl,ma").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("Choose among continued");
        Improve(null).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("RandomPruned");
        _cli.Run("improve", _cli["run"], "macaw").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("An algorithm and a run exclude each other");
    }

    [Fact]
    public void Train_ChangedData_IsRefusedByTheRun()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        File.AppendAllText(_cli["data/dataset.json"], "\n");
        _cli.Run("evaluate", _cli["run"], "--adapt-from", "buffer").ShouldNotBe(ExitCode.Ok);
        _cli.Error.ShouldContain("is not the data set that the run began with");
    }

    [Fact]
    public void Evaluate_UnknownSourceOrLearnerWithoutData_IsOneSentence()
    {
        Train().ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Run("evaluate", _cli["run"], "--adapt-from", "elsewhere").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("MACAW does not adapt from elsewhere.");
    }

    [Theory]
    [InlineData("meta.data is null; expected the folder of a data set: --data, made by data collect.")]
    [InlineData("tasks.training is 7; expected at most the 6 buffers", "tasks.training=7")]
    [InlineData("meta.data is task 0 with 6 episodes and 60 steps; expected buffers of at least 2 episodes", "meta.rows=61")]
    [InlineData("meta.rows is 1; expected", "meta.rows=1")]
    [InlineData("meta.holdOut is 0.6; expected", "meta.holdOut=0.6")]
    [InlineData("meta.holdOut is 0.2, with 1 episodes and 10 rows of task 0 held out; expected", "meta.holdOut=0.2", "meta.rows=8")]
    [InlineData("meta.tasksPerOuterStep is 7; expected at most tasks.training = 6", "meta.tasksPerOuterStep=7")]
    [InlineData("explain.method is exact; expected identity with meta.learner: macaw", "explain.method=exact")]
    public void Train_WrongSettings_AreOneSentenceBeforeAnythingIsMade(string expected, params string[] settings)
    {
        string[] data = settings.Length == 0 ? [] : ["--data", _cli["data"]];
        _cli.Run(
            [
                "train", "bandit-2x10", "macaw", "--quick", "--out", _cli["run"], .. data,
                .. settings.SelectMany(set => new[] { "--set", set }),
            ])
            .ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain(expected, Case.Insensitive);
        Directory.Exists(_cli["run"]).ShouldBeFalse();
    }

    private int Improve(string? methods) => _cli.Run(
        [
            "improve", "bandit-2x10", "macaw", "--quick", "--force", "--data", _cli["data"], "--out", _cli["run"], "--set", "meta.rows=16",
            "--set", "meta.hiddenUnits=8", "--set", "meta.iterations=2", "--set", "retrain.iterations=2", "--set",
            "explain.criticalTasks=2", "--set", "explain.iterations=3", "--set", "diagnose.iterations=1",
            .. methods is null ? Array.Empty<string>() : ["--methods", methods],
        ]);

    private int Train() => _cli.Run(
        "train", "bandit-2x10", "macaw", "--quick", "--data", _cli["data"], "--out", _cli["run"], "--set", "meta.rows=16", "--set",
        "meta.hiddenUnits=8", "--set", "meta.iterations=3");
}
