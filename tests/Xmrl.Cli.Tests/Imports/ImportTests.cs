using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.Imports;

public sealed class ImportTests : IDisposable
{
    private const string Policy = "policy.safetensors";

    private static readonly string[] s_small =
    [
        "--set", "tasks.training=4", "--set", "tasks.validation=4", "--set", "tasks.test=4", "--set", "meta.tasksPerIteration=2",
        "--set", "meta.trajectories=2", "--set", "scoring.adaptationTrajectories=2", "--set", "scoring.sampledTrajectories=2",
        "--set", "scoring.repeats=1", "--set", "explain.criticalTasks=2", "--set", "poor.count=2", "--set", "poor.testShare=0.5",
        "--quiet",
    ];

    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Import_ExportOfARun_IsARunThatCanBeEvaluated()
    {
        Export();
        File.WriteAllText(_cli["policy.yaml"], "experiment: navigation2d\nenvironment: Navigation2D-v1\nlearner: maml\n");

        _cli.Run(["import", _cli[Policy], "--as", _cli["policy.yaml"], "--out", _cli["imported"], .. s_small]).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("Imported policy.safetensors (Xmrl).");
        _cli.Output.ShouldContain("The policy was not compared with actions of its origin: --check does that.");
        _cli.State(_cli["imported"]).Phase.ShouldBe(RunPhase.Done);
        _cli.Error.ShouldBeEmpty();
        _cli.Run("evaluate", _cli["imported"], "--tasks", "4", "--quiet").ShouldBe(ExitCode.Ok);
        _cli.Output.ShouldStartWith("Navigation2D-v1, MAML, policy base after 1 iterations, on 4 fresh tasks of seed 1.");
        _cli.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Import_SettingsWithoutExperiment_AreAUsageError()
    {
        Export();
        File.WriteAllText(_cli["policy.yaml"], "environment: Navigation2D-v1\nlearnr: maml\n");

        _cli.Run("import", _cli[Policy], "--as", _cli["policy.yaml"], "--out", _cli["imported"]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("learnr");
        Directory.Exists(_cli["imported"]).ShouldBeFalse();
    }

    [Fact]
    public void Import_NoFile_IsASentence()
    {
        File.WriteAllText(_cli["policy.yaml"], "experiment: navigation2d\n");

        _cli.Run("import", _cli["nothing.onnx"], "--as", _cli["policy.yaml"]).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain("nothing.onnx");
    }

    private void Export()
    {
        _cli.Run(["train", "navigation2d", "--set", "meta.iterations=2", "--out", _cli["run"], .. s_small]).ShouldBe(ExitCode.Ok);
        _cli.Run("export", _cli["run"], "--out", _cli[Policy]).ShouldBe(ExitCode.Ok);
    }
}
