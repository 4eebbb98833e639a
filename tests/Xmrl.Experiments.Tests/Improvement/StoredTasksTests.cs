using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Runs;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Sweeping;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>What builds on a run whose tasks this version would not draw from its seed, as after an update, takes them from its
/// tasks.json.</summary>
public sealed class StoredTasksTests : IDisposable
{
    private readonly TinyRun _trained = new();
    private readonly TaskSets _stored = Drawn(99, TinyRun.Configure().Tasks);

    public StoredTasksTests()
    {
        _trained.Run(new TinyOptions { Action = ExperimentAction.Train, Runner = new RunnerWithTasks(_stored) });
    }

    public void Dispose() => _trained.Dispose();

    [Fact]
    public void Explain_StoredTasks_AreTaken()
    {
        RunExplanation found = Explain();

        Text(found.Training).ShouldBe(Text(_stored.Training));
        Text(found.Validation).ShouldBe(Text(_stored.Validation));
    }

    [Fact]
    public void Explain_ValidationTasksOverridden_DrawsThoseAlone()
    {
        RunExplanation found = Explain("tasks.validation=5");

        Text(found.Training).ShouldBe(Text(_stored.Training));
        Text(found.Validation).ShouldBe(Text(Drawn(1, new TaskSettings { Validation = 5 }).Validation));
    }

    [Fact]
    public void Explain_TasksAreNotThoseThatTheRunBeganWith_SaysWhichFile()
    {
        RunJson.Write(_trained.Directory.TasksPath, Drawn(98, TinyRun.Configure().Tasks));

        Should.Throw<InvalidDataException>(() => Explain()).Message.ShouldMatch(
            "tasks.json has .* manifest.json lists .* No figures are made from it");
    }

    [Fact]
    public void Explain_RunBeforeTasksWereStored_DrawsThemFromTheSeed()
    {
        FormerLayout.Convert(_trained.Directory, 1);
        File.Delete(_trained.Directory.TasksPath);

        Text(Explain().Training).ShouldBe(Text(Drawn(1, TinyRun.Configure().Tasks).Training));
    }

    [Fact]
    public void Improve_StoredTasks_AreTakenUnlessOverridden()
    {
        using var same = new TinyRun();
        using var other = new TinyRun();

        same.Run(new TinyOptions { BaseRun = _trained.Path, More = ["retrain.methods=[]"] });
        other.Run(new TinyOptions { BaseRun = _trained.Path, More = ["retrain.methods=[]", "tasks.test=7"] });

        Tasks(same.Path).ShouldBe(Tasks(_trained.Path));
        same.Directory.Manifest.Entries.Keys.ShouldContain("tasks.json");
        TaskSets found = RunJson.Read<TaskSets>(other.Directory.TasksPath);
        (found.Training.SequenceEqual(_stored.Training), found.Validation.SequenceEqual(_stored.Validation)).ShouldBe((true, true));
        found.Test.ShouldBe(Drawn(1, new TaskSettings { Test = 7 }).Test);
    }

    [Fact]
    public void Sweep_StoredTasks_AreTakenByEveryCandidate()
    {
        using var folder = new TemporaryFolder();
        var request = new SweepRequest { BaseRun = _trained.Path, Methods = ["continued"], StepScales = [1], Repeats = 1 };

        new SweepRunner(folder["sweep"], 2, NullLogger.Instance).Run(request, (_, _, _) => { }, CancellationToken.None);

        string[] runs = [Path.Combine(folder["sweep"], "shared"), .. Directory.GetDirectories(Path.Combine(folder["sweep"], "candidates"))];
        runs.Length.ShouldBe(2);
        runs.ShouldAllBe(run => Tasks(run) == Tasks(_trained.Path));
    }

    /// <summary>The drone experiment as a version draws its tasks that is not this one.</summary>
    private sealed class RunnerWithTasks(TaskSets tasks) : IExperimentRunner
    {
        private readonly ImprovementRunner _drone = DroneExperiment.Create();

        public string Name => _drone.Name;

        public string Summary => _drone.Summary;

        public string ResolveConfiguration(ExperimentRequest request) => _drone.ResolveConfiguration(request);

        public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log) => tasks.Write(run);

        public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
            => _drone.Run(request, progress, log, token);
    }

    private static TaskSets Drawn(ulong seed, TaskSettings settings)
        => TaskSets.Draw(settings, LearnerFactory.Family("Drone-v1"), RandomKey.FromSeed(seed));

    private static string Tasks(string run) => File.ReadAllText(Path.Combine(run, "tasks.json"));

    private static string Text(IEnumerable<IReadOnlyList<double>> tasks) => string.Join("; ", tasks.Select(task => string.Join(' ', task)));

    private static string Text(IEnumerable<MdpTask> tasks) => Text(tasks.Select(task => (IReadOnlyList<double>)task.Parameters));

    private RunExplanation Explain(params string[] overrides)
    {
        using var pool = new WorkPool(2);
        return RunExplainer.Explain(_trained.Path, [.. overrides], pool, NullLogger.Instance, CancellationToken.None);
    }
}
