using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Training.Hosting;

namespace Xmrl.Watch.Tests;

/// <summary>A folder with two small runs.</summary>
public sealed class SampleRuns : IDisposable
{
    public const string First = "drone-seed1";
    public const string Second = "drone-seed2";

    private static readonly string[] s_small =
    [
        "policy.hiddenSizes=[8]", "tasks.training=6", "tasks.validation=4", "tasks.test=6", "meta.iterations=4", "meta.tasksPerIteration=3",
        "meta.trajectories=4", "poor.count=2", "poor.selectionRepeats=1", "poor.testShare=0.34", "explain.criticalTasks=2",
        "explain.iterations=2", "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2", "retrain.iterations=2",
        "retrain.otherTasks=2", "confirm.tasks=6", "retrain.methods=[continued]", "confirm.candidates=[continued]",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=4", "scoring.repeats=1",
    ];

    private readonly TemporaryFolder _folder = new();

    public SampleRuns()
    {
        Train(First, 1);
        Train(Second, 2);
    }

    public string Folder => _folder.FullPath;

    public void Dispose() => _folder.Dispose();

    private void Train(string name, ulong seed)
    {
        var request = new ExperimentRequest
        {
            Experiment = DroneExperiment.Name,
            Action = ExperimentAction.Improve,
            Seed = seed,
            OutputDirectory = _folder[name],
            Threads = 2,
            Overrides = [.. s_small],
            CommandLine = "xmrl improve drone",
        };
        new ExperimentHost().Run(
            DroneExperiment.Create(), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None);
    }
}
