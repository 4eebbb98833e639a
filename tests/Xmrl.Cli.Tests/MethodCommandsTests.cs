using System.Text.Json;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Cli.Tests;

/// <summary>explain, improve of a run, sweep and verify.</summary>
public sealed class MethodCommandsTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Explain_StoredRunOfAnyLearner_PrintsPoorAndCriticalTasks()
    {
        Train("sg-mrl");

        _cli.Run("explain", _cli["run"], "--quiet").ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldStartWith("Navigation2D-v1, SG-MRL.");
        _cli.Output.ShouldContain("Critical training tasks");
        _cli.Output.ShouldContain("goalX");
        _cli.Output.ShouldContain("is not known: it has no interval (");
        _cli.Output.ShouldContain("tasks are too few).");
        File.Exists(Path.Combine(_cli["run"], "explanations", "1.json")).ShouldBeTrue();

        _cli.Run("explain", _cli["run"], "--set", "poor.below=-1e9", "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("explanation").GetProperty("found").GetProperty("poor").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Improve_RunInsteadOfExperiment_TakesItsSeedAndBasePolicy()
    {
        Train("maml", "--seed", "5");

        _cli.Run("improve", _cli["run"], "--out", _cli["repair"], "--set", "repetition=1", "--json").ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.State(_cli["repair"]).Seed.ShouldBe(5UL);
        Base("repair").ShouldBe(Base("run"));

        _cli.Run("improve", _cli["run"], "--out", _cli["other"], "--seed", "6").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("has seed 5");

        // The same numbers, which belong to another run.
        string Base(string folder)
            => string.Join(
                '\n', SafetensorsFile.Read(Path.Combine(_cli[folder], "checkpoints", "base-iteration-00000004.safetensors")).Tensors
            .Select(tensor => $"{tensor.Key} {Convert.ToHexString(tensor.Value.Bytes)}"));
    }

    [Fact]
    public void Sweep_AskedAgain_DoesNothingTwiceAndPrintsSettings()
    {
        Train("maml");
        string[] command =
        [
            "sweep", _cli["run"], "--out", _cli["sweep"], "--methods", "tw,continued", "--step-scales", "1,2", "--strengths", "1",
        ];

        _cli.Run(command).ShouldBe(ExitCode.Ok, _cli.Error);
        string first = _cli.Output;
        _cli.Run(command).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldBe(first);
        first.ShouldContain("--set retrain.tuning.tw.stepScale=");
        Directory.GetDirectories(Path.Combine(_cli["sweep"], "candidates")).Length.ShouldBe(4);
        _cli.Run("runs", "list", _cli["sweep"], "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("runs")
            .EnumerateArray()
            .Select(run => run.GetProperty("status").GetString())
            .ShouldBe(Enumerable.Repeat("done", 5));
    }

    [Fact]
    public void Sweep_SeveralRuns_AveragesThem()
    {
        Train("maml");
        _cli.Run("improve", _cli["run"], "--out", _cli["second"], "--set", "retrain.methods=[continued]", "--set", "confirm.tasks=0")
            .ShouldBe(ExitCode.Ok, _cli.Error);
        string[] grid = ["--out", _cli["sweeps"], "--methods", "tw,continued", "--step-scales", "1", "--strengths", "1,2", "--tasks", "5"];

        _cli.Run(["sweep", _cli["run"], _cli["second"], .. grid, "--json"]).ShouldBe(ExitCode.Ok, _cli.Error);

        JsonElement sweeps = _cli.Json.GetProperty("sweeps");
        sweeps.GetProperty("entries").GetArrayLength().ShouldBe(3);
        sweeps.GetProperty("request").GetProperty("tasks").GetInt32().ShouldBe(5);
        File.Exists(Path.Combine(_cli["sweeps"], "run", "sweep.json")).ShouldBeTrue();
        File.Exists(Path.Combine(_cli["sweeps"], "second", "sweep.json")).ShouldBeTrue();
        File.Exists(Path.Combine(_cli["sweeps"], "sweeps.json")).ShouldBeTrue();

        _cli.Run(["sweep", _cli["run"], _cli["run"], .. grid]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("different names");
    }

    [Fact]
    public void Explain_AnotherRepetition_HasOtherRandomNumbers()
    {
        Train("maml");

        _cli.Run("explain", _cli["run"], "--json").ShouldBe(ExitCode.Ok, _cli.Error);
        string first = Replicates();
        _cli.Run("explain", _cli["run"], "--set", "repetition=1", "--json").ShouldBe(ExitCode.Ok, _cli.Error);

        Replicates().ShouldNotBe(first);

        string Replicates()
            => _cli.Json.GetProperty("explanation").GetProperty("found").GetProperty("explanation").GetProperty("replicates").ToString();
    }

    [Fact]
    public void Resume_SweepThatWasStopped_EndsAsIfNeverStopped()
    {
        Train("maml");
        _cli.Run("sweep", _cli["run"], "--out", _cli["sweep"], "--methods", "tw,continued", "--step-scales", "1,2", "--strengths", "1")
            .ShouldBe(ExitCode.Ok, _cli.Error);
        string expected = File.ReadAllText(_cli["sweep/sweep.json"]);
        _cli.Run("resume", _cli["sweep"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is complete");

        // As a process leaves it that was killed at the second candidate.
        File.Delete(_cli["sweep/sweep.json"]);
        string candidate = Directory.GetDirectories(_cli["sweep/candidates"]).Order(StringComparer.Ordinal).Last();
        File.Delete(Path.Combine(candidate, "result.json"));
        foreach (string checkpoint in Directory.GetFiles(Path.Combine(candidate, "checkpoints"), "retrain-*"))
        {
            File.Delete(checkpoint);
        }

        _cli.Run("resume", _cli["sweep"]).ShouldBe(ExitCode.Ok, _cli.Error);

        File.ReadAllText(_cli["sweep/sweep.json"]).ShouldBe(expected);
        _cli.Output.ShouldContain("Best of each method:");
    }

    [Fact]
    public void Verify_OneCheck_PrintsFigureAndVerdict()
    {
        _cli.Run("verify", "policy-gradient").ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldStartWith("holds  Policy gradient (policy-gradient;");
        _cli.Output.ShouldContain("1 hold, 0 do not;");

        _cli.Run("verify", "appendix-j", "--json").ShouldBe(ExitCode.Ok);
        JsonElement check = _cli.Json.GetProperty("checks")[0];
        (check.GetProperty("id").GetString(), check.GetProperty("check").GetProperty("passed").GetBoolean()).ShouldBe(("appendix-j", true));
    }

    private void Train(string learner, params string[] more)
        => _cli.Run(TinyArguments.Train(_cli["run"], ["navigation2d", learner, .. more])).ShouldBe(ExitCode.Ok, _cli.Error);
}
