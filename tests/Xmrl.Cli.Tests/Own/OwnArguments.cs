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

    /// <summary>Those of them that a run may have that takes over another's base policy.</summary>
    internal static readonly string[] Repair =
    [
        .. Small.Chunk(2).Where(pair => !pair[1].StartsWith("meta.", StringComparison.Ordinal)
            && !pair[1].StartsWith("tasks.training=", StringComparison.Ordinal)).SelectMany(pair => pair),
    ];

    /// <summary>Settings with which a diagnosis takes a second.</summary>
    internal static readonly string[] Probes =
    [
        "--set", "poor.count=3", "--set", "diagnose.tasks=4", "--set", "diagnose.iterations=2", "--set", "diagnose.tasksPerIteration=2",
    ];
}
