namespace Xmrl.Cli.Tests.Own;

/// <summary>Settings with which a run on an own environment takes a second.</summary>
internal static class OwnArguments
{
    internal static readonly string[] Small =
    [
        "--set", "tasks.training=6", "--set", "tasks.validation=4", "--set", "tasks.test=6", "--set", "meta.iterations=2",
        "--set", "meta.tasksPerIteration=3", "--set", "meta.trajectories=4", "--set", "poor.count=2", "--set", "poor.testShare=0.34",
        "--set", "explain.criticalTasks=2", "--set", "explain.iterations=2", "--set", "retrain.iterations=2",
        "--set", "retrain.otherTasks=2", "--set", "confirm.tasks=6", "--set", "scoring.adaptationTrajectories=4",
        "--set", "scoring.sampledTrajectories=4", "--set", "scoring.repeats=1",
    ];
}
