using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Training.Hosting;

namespace Xmrl.FuzzHost;

/// <summary>A small improvement, whose files are where fuzzing begins.</summary>
internal static class SeedRun
{
    internal const string Environment = "Navigation2D-v1";

    internal static void Make(string folder) => new ExperimentHost().Run(
        Navigation2DExperiment.Create(),
        new ExperimentRequest
        {
            Experiment = Navigation2DExperiment.Name,
            Action = ExperimentAction.Improve,
            Seed = 1,
            OutputDirectory = folder,
            Threads = 1,
            Overrides =
            [
                "policy.hiddenSizes=[4]", "tasks.training=4", "tasks.validation=4", "tasks.test=4", "meta.tasksPerIteration=2",
                "meta.trajectories=2", "meta.iterations=2",
                "meta.learner=maml", "meta.outerStep=adam", "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=2",
                "scoring.repeats=1", "poor.testShare=0.5", "poor.count=2", "poor.selectionRepeats=1",
                "explain.criticalTasks=2", "explain.iterations=2", "augment.iterations=1", "augment.sets=2", "augment.otherTasks=2",
                "retrain.iterations=1", "retrain.otherTasks=2", "retrain.methods=[xmrl]",
            ],
            CommandLine = "fuzz",
        },
        new Progress<StageProgress>(),
        NullLogger.Instance,
        CancellationToken.None);
}
