using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Comparing;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures.Runs;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Evaluation;
using Xmrl.Exporting;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>Whole files in places where they do not belong: from another run, configuration, series or iteration.</summary>
public sealed class ForeignFilesTests
{
    private const string NewestName = "base-iteration-00000002.safetensors";
    private static readonly TinyOptions s_train = new() { Action = ExperimentAction.Train };
    private static readonly EvaluationRequest s_small = new() { Tasks = 2, Repeats = 1 };

    [Theory]
    [InlineData("run", "seed 2; expected run ")]
    [InlineData("configuration", "; expected run ")]
    [InlineData("series", "belongs to series only-critical; expected series base.")]
    [InlineData("iteration", "belongs to iteration 1; expected iteration 2.")]
    [InlineData("nothing", "does not say its run, configuration, seed, series, iteration; expected run ")]
    public void Resume_NewestCheckpointBelongsElsewhere_IsLeftOutAndEndsAsIfNeverStopped(string kind, string expected)
    {
        using var whole = new TinyRun();
        using var run = new TinyRun();
        whole.Run(s_train);
        Stop(run, s_train);
        Exchange(run.Directory, kind);
        var log = new ListLogger();

        run.Run(s_train with { Resume = true, Log = log });

        log.Lines.ShouldContain(line => line.Level == LogLevel.Warning && line.Message.Contains("is left out", StringComparison.Ordinal)
            && line.Message.Contains(NewestName, StringComparison.Ordinal) && line.Message.Contains(expected, StringComparison.Ordinal));
        log.Lines.ShouldContain((LogLevel.Information, "base continues after iteration 1 of 4."));
        RunFingerprint.Of(run.Directory).ShouldBe(RunFingerprint.Of(whole.Directory));
    }

    [Fact]
    public void EveryReader_BasePolicyOfAnotherRun_Refuses()
    {
        using var run = Trained();
        using var other = Trained(s_train with { Seed = 2 });
        File.Copy(other.Directory.Checkpoints.PathOf(4, "base"), run.Directory.Checkpoints.PathOf(4, "base"), overwrite: true);

        Action[] readers = [() => Evaluate(run), () => Explain(run), () => Export(run, null), () => Improve(run, NullLogger.Instance)];
        foreach (Action read in readers)
        {
            Should.Throw<InvalidDataException>(read).Message.ShouldMatch("belongs to run .*, seed 2; expected run .*, seed 1");
        }

        RunCheck.Problems(run.Directory).ShouldContain(problem => problem.Name == "checkpoints/base-iteration-00000004.safetensors");
    }

    [Fact]
    public void Evaluate_ForeignCheckpointOfAHigherIteration_IsLeftOut()
    {
        using var run = Trained();
        File.Copy(run.Directory.Checkpoints.PathOf(4, "base"), run.Directory.Checkpoints.PathOf(99, "base"));
        var log = new ListLogger();

        Evaluate(run, log).Iteration.ShouldBe(4);

        log.Lines.ShouldHaveSingleItem().Message.ShouldContain("belongs to iteration 4; expected iteration 99.");
        RunCheck.Problems(run.Directory).ShouldHaveSingleItem().Name.ShouldBe("checkpoints/base-iteration-00000099.safetensors");
    }

    [Fact]
    public void EveryReader_ConfigurationChanged_Refuses()
    {
        using var run = Trained();
        using var second = Trained(s_train with { Seed = 2 });
        string text = run.Directory.ReadConfiguration();
        text.ShouldContain("innerStepSize: ");
        File.WriteAllText(run.Directory.ConfigurationPath, text.Replace("innerStepSize: ", "innerStepSize: 0.5", StringComparison.Ordinal));

        Action[] readers =
        [
            () => Evaluate(run),
            () => Explain(run),
            () => Export(run, null),
            () => Improve(run, NullLogger.Instance),
            () => Compare(run, second),
        ];
        foreach (Action read in readers)
        {
            Should.Throw<InvalidDataException>(read).Message.ShouldMatch(
                "config.yaml has .* manifest.json lists .* No figures are made from it");
        }

        Should.Throw<InvalidDataException>(() => run.Run(s_train with { Resume = true })).Message.ShouldContain("config.yaml has");
    }

    [Fact]
    public void EveryReader_TasksExchanged_RefusesWhereTheyDecideAndWarnsElsewhere()
    {
        using var run = Trained();
        using var other = Trained(s_train with { Seed = 2 });
        File.Copy(other.Directory.TasksPath, run.Directory.TasksPath, overwrite: true);
        var log = new ListLogger();

        foreach (Action read in (Action[])[() => Explain(run), () => Export(run, 0), () => Improve(run, NullLogger.Instance)])
        {
            Should.Throw<InvalidDataException>(read).Message.ShouldContain("tasks.json has ");
        }

        Evaluate(run, log);
        Compare(run, other, log);
        log.Lines.Select(line => line.Message.Contains("tasks.json has ", StringComparison.Ordinal)).ShouldBe([true, true]);
    }

    [Fact]
    public void Compare_EvaluationChanged_Refuses()
    {
        using var run = Trained();
        using var other = Trained(s_train with { Seed = 2 });
        Compare(run, other);
        File.Copy(other.Directory.EvaluationPath, run.Directory.EvaluationPath, overwrite: true);

        Should.Throw<InvalidDataException>(() => Compare(run, other)).Message.ShouldMatch("evaluation.json has .* manifest.json lists ");
        Evaluate(run);
    }

    [Fact]
    public void EveryReader_ManifestMissing_Refuses()
    {
        using var run = Trained();
        using var other = Trained(s_train with { Seed = 2 });
        File.Delete(run.Directory.File(RunManifest.Name));

        Action[] readers =
        [
            () => Evaluate(run),
            () => Explain(run),
            () => Export(run, null),
            () => Improve(run, NullLogger.Instance),
            () => Compare(run, other),
            () => run.Run(s_train with { Resume = true }),
        ];
        foreach (Action read in readers)
        {
            Should.Throw<InvalidDataException>(read).Message.ShouldContain("has no manifest.json, which every run of layout 3 has");
        }
    }

    [Fact]
    public void Improve_NewestBaseCheckpointDamaged_SaysOnceThatItTakesTheOneBefore()
    {
        using var run = Trained(s_train with { SaveEvery = TimeSpan.Zero });
        using var repair = new TinyRun();
        byte[] bytes = File.ReadAllBytes(run.Directory.Checkpoints.PathOf(4, "base"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(run.Directory.Checkpoints.PathOf(4, "base"), bytes);
        var log = new ListLogger();

        repair.Run(new TinyOptions { BaseRun = run.Path, More = ["retrain.methods=[]"], Log = log });

        log.Lines.Count(line => line.Message.Contains("is left out", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.ShouldContain(line => line.Message.Contains("has 3 of 4 iterations", StringComparison.Ordinal));
    }

    [Fact]
    public void Improve_NewestBaseCheckpointMissing_SaysSo()
    {
        using var run = Trained(s_train with { SaveEvery = TimeSpan.Zero });
        using var repair = new TinyRun();
        File.Delete(run.Directory.Checkpoints.PathOf(4, "base"));
        var log = new ListLogger();

        repair.Run(new TinyOptions { BaseRun = run.Path, More = ["retrain.methods=[]"], Log = log });

        log.Lines.ShouldContain(line => line.Message.Contains("base-iteration-00000004.safetensors is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Resume_StagesOfAnotherRun_AreLeftOutAndRepeated()
    {
        using var whole = new TinyRun();
        using var run = new TinyRun();
        using var other = new TinyRun();
        var options = new TinyOptions { More = ["retrain.methods=[continued]", "confirm.candidates=[continued]"] };
        whole.Run(options);
        other.Run(options with { Seed = 2 });
        Should.Throw<OperationCanceledException>(() => run.Run(options with { CancelAfter = 7 }));
        File.Copy(other.Directory.File("stages.json"), run.Directory.File("stages.json"), overwrite: true);
        var log = new ListLogger();

        run.Run(options with { Resume = true, Log = log });

        log.Lines.ShouldContain(line => line.Message.Contains("stages.json belongs to the run ", StringComparison.Ordinal)
            && line.Message.Contains("; expected ", StringComparison.Ordinal));
        RunFingerprint.Of(run.Directory).ShouldBe(RunFingerprint.Of(whole.Directory));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FormerLayout_EveryReader_WarnsAndGivesTheSame(int layout)
    {
        using var run = Trained();
        string[] expected = [Text(Evaluate(run)), Text(Explain(run)), string.Join(' ', Export(run, 0).Parameters)];
        FormerLayout.Convert(run.Directory, layout);
        var log = new ListLogger();

        string[] found = [Text(Evaluate(run, log)), Text(Explain(run, log)), string.Join(' ', Export(run, 0, log).Parameters)];

        found.ShouldBe(expected);
        log.Lines.Count(line => line.Level == LogLevel.Warning && line.Message.Contains($"has layout {layout}", StringComparison.Ordinal))
            .ShouldBe(3);
        log.Lines.Count(line => line.Level >= LogLevel.Warning).ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FormerLayout_Resume_GoesOnInItAndEndsTheSame(int layout)
    {
        using var whole = new TinyRun();
        using var run = new TinyRun();
        whole.Run(s_train);
        Stop(run, s_train);
        FormerLayout.Convert(run.Directory, layout);

        run.Run(s_train with { Resume = true });

        RunState state = run.Directory.ReadState();
        (state.Layout, state.Phase, state.Seed).ShouldBe((layout, RunPhase.Done, 1UL));
        run.Directory.ReadMetrics("").Select(row => row.Hashes[0]).ShouldBe(whole.Directory.ReadMetrics("").Select(row => row.Hashes[0]));
        File.ReadAllText(run.Directory.EvaluationPath).ShouldBe(File.ReadAllText(whole.Directory.EvaluationPath));
        RunCheck.Problems(run.Directory).ShouldBeEmpty();
    }

    [Fact]
    public void FormerLayout_ManifestMissing_IsRefusedByResume()
    {
        using var run = new TinyRun();
        Stop(run, s_train);
        FormerLayout.Convert(run.Directory, 2);
        File.Delete(run.Directory.File(RunManifest.Name));

        Should.Throw<InvalidDataException>(() => run.Run(s_train with { Resume = true })).Message.ShouldContain(
            "has no manifest.json, which every run of layout 2 has");
    }

    private static TinyRun Trained(TinyOptions? options = null)
    {
        var run = new TinyRun();
        run.Run(options ?? s_train);
        return run;
    }

    /// <summary>Stops after two iterations, each with a checkpoint.</summary>
    private static void Stop(TinyRun run, TinyOptions options)
        => Should.Throw<OperationCanceledException>(() => run.Run(options with { SaveEvery = TimeSpan.Zero, CancelAfter = 2 }));

    /// <summary>Puts a whole file in the place of the newest checkpoint, and takes the manifest's word for it, as a run that was killed has
    /// none.</summary>
    private static void Exchange(RunDirectory run, string kind)
    {
        string newest = run.Checkpoints.PathOf(2, "base");
        using var other = new TinyRun();
        switch (kind)
        {
            case "run":
                Stop(other, s_train with { Seed = 2 });
                File.Copy(other.Directory.Checkpoints.PathOf(2, "base"), newest, overwrite: true);
                break;
            case "configuration":
                Stop(other, s_train with { More = ["meta.innerStepSize=0.05"] });
                File.Copy(other.Directory.Checkpoints.PathOf(2, "base"), newest, overwrite: true);
                break;
            case "series":
                run.Checkpoints.Save(2, SafetensorsFile.Read(newest), "only-critical");
                File.Move(run.Checkpoints.PathOf(2, "only-critical"), newest, overwrite: true);
                break;
            case "iteration":
                File.Copy(run.Checkpoints.PathOf(1, "base"), newest, overwrite: true);
                break;
            default:
                var bare = SafetensorsFile.Read(newest);
                bare.Metadata.Clear();
                bare.Write(newest);
                break;
        }

        run.Manifest.KeepFixed();
    }

    private static RunEvaluation Evaluate(TinyRun run, ILogger? log = null)
        => RunEvaluator.Evaluate(
            new ImprovedRun(run.Directory), s_small, new Progress<StageProgress>(), log ?? NullLogger.Instance, CancellationToken.None);

    private static RunExplanation Explain(TinyRun run, ILogger? log = null)
    {
        using var pool = new WorkPool(2);
        return RunExplainer.Explain(run.Path, [], pool, log ?? NullLogger.Instance, CancellationToken.None);
    }

    private static ExportedPolicy Export(TinyRun run, int? task, ILogger? log = null) => RunExporter.Load(
        new ImprovedRun(run.Directory), new ExportRequest { AdaptedTo = task }, log ?? NullLogger.Instance)
        .ShouldBeOfType<ExportedPolicy>();

    private static void Improve(TinyRun run, ILogger log)
    {
        using var repair = new TinyRun();
        repair.Run(new TinyOptions { BaseRun = run.Path, More = ["retrain.methods=[]"], Log = log });
    }

    private static void Compare(TinyRun first, TinyRun second, ILogger? log = null) => SeedComparison.Of(
        [first.Directory, second.Directory], log ?? NullLogger.Instance);

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, RunJson.Options);
}
