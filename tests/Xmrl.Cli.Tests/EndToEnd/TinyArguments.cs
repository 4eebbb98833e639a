namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>The drone experiment at a size that takes a second.</summary>
internal static class TinyArguments
{
    private static readonly string[] Settings =
    [
        "policy.hiddenSizes=[8]", "policy.contextSize=2",
        "tasks.training=6", "tasks.validation=4", "tasks.test=6",
        "meta.iterations=4", "meta.tasksPerIteration=3", "meta.trajectories=4",
        "poor.count=2", "poor.selectionRepeats=1", "poor.testShare=0.34",
        "explain.criticalTasks=2", "explain.iterations=2",
        "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2",
        "retrain.iterations=2", "retrain.otherTasks=2", "retrain.methods=[xmrl, continued]", "confirm.tasks=4",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=4", "scoring.repeats=1",
    ];

    internal static string[] Improve(string folder, params string[] more)
        => ["improve", "drone", "--out", folder, .. Settings.SelectMany(setting => new[] { "--set", setting }), .. more];

    /// <summary>Training at that size; the first of more names the experiment.</summary>
    internal static string[] Train(string folder, params string[] more)
        => ["train", .. more.TakeWhile(word => word[0] != '-'), "--out", folder,
            .. Settings.Where(setting => !setting.StartsWith("policy.contextSize", StringComparison.Ordinal))
            .SelectMany(setting => new[] { "--set", setting }), .. more.SkipWhile(word => word[0] != '-')];

    /// <summary>The same for a shell.</summary>
    internal static string ShellImprove(string folder, params string[] more)
        => "xmrl " + string.Join(' ', Improve(folder, more).Select(argument => $"'{argument}'"));
}
