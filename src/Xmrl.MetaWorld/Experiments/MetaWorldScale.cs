using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.MetaWorld.Experiments;

/// <summary>How much of ML10's tables is repeated, in settings that go over <c>ml10.yaml</c>.</summary>
/// <param name="CountedTasks">Tasks in whose share critical ones are counted.</param>
/// <param name="Settings">What differs from the experiment, as key=value.</param>
/// <param name="Sizes">What SDVT and ECET have smaller.</param>
internal sealed record MetaWorldScale(
    int CountedTasks, ImmutableArray<string> Settings, (ImmutableArray<string> Sdvt, ImmutableArray<string> Ecet) Sizes)
{
    private static readonly (ImmutableArray<string> Sdvt, ImmutableArray<string> Ecet) s_small = (
        [
            "meta.model.memorySize=64", "meta.model.headSizes=[64]", "meta.model.encodeTimes=50", "meta.model.decodeSteps=50",
            "meta.mixture.dispersionSizes=[64]",
        ],
        ["meta.episodeLayers=1", "meta.trialLayers=1", "meta.attentionHidden=64"]);

    /// <summary>The experiment as it is: its ten critical tasks of 500 count as 20 % of 50.</summary>
    public static MetaWorldScale Full { get; } = new(50, [], ([], [])) { Trajectories = 20, TrialTrajectories = 10 };

    /// <summary>The short variants of the runs, with as few training tasks that shares of critical ones cost little.</summary>
    public static MetaWorldScale Quick { get; } = new(20, ["tasks.training=20", "augment.iterations=1"], s_small)
    {
        Trajectories = 4,
        TrialTrajectories = 2,
    };

    /// <summary>Six million environment steps per seed, the reference's training alone has twenty.</summary>
    public static MetaWorldScale Desk { get; } = new(
        20,
        [
            "tasks.training=20",
            "tasks.validation=10",
            "tasks.test=20",
            "meta.iterations=12",
            "meta.tasksPerIteration=10",
            "meta.trajectories=4",
            "meta.validations=1",
            "poor.count=4",
            "explain.criticalTasks=4",
            "augment.iterations=1",
            "augment.trajectories=2",
            "retrain.iterations=2",
            "retrain.otherTasks=5",
            "confirm.tasks=0",
            "scoring.adaptationTrajectories=4",
            "scoring.sampledTrajectories=1",
        ],
        s_small)
    {
        Trajectories = 8,
        TrialTrajectories = 4,
    };

    /// <summary>Trajectories per task and iteration of SDVT and ECET: as many as MAML draws before and after adaptation, so that all learn
    /// from the same environment steps.</summary>
    public required int Trajectories { get; init; }

    /// <summary>Trajectories of their trials, of which the last one is scored.</summary>
    public required int TrialTrajectories { get; init; }

    /// <summary>The settings in a sentence; none where nothing differs.</summary>
    public ImmutableArray<string> Words => Settings.IsEmpty ? [] :
    [
        $"A smaller protocol: {string.Join(", ", Settings)}; it was chosen by counting environment steps before any run "
            + "(docs/metaworld.md).",
    ];

    /// <summary>Settings of SDVT.</summary>
    public ImmutableArray<string> Sdvt => [.. Learner("sdvt", "meta.trialTrajectories"), .. Sizes.Sdvt];

    /// <summary>Settings of ECET; the trace is its own, as that of MAML's linear baseline leaves all variance in.</summary>
    public ImmutableArray<string> Ecet => [.. Learner("ecet", "meta.trials.trajectories"), "meta.trace=0.95", .. Sizes.Ecet];

    /// <summary>Critical tasks of a share.</summary>
    /// <param name="percent">The share.</param>
    public string Critical(int percent)
        => string.Create(CultureInfo.InvariantCulture, $"explain.criticalTasks={percent * CountedTasks / 100}");

    private IEnumerable<string> Learner(string key, string trial) =>
    [
        $"meta.learner={key}",
        string.Create(CultureInfo.InvariantCulture, $"meta.trajectories={Trajectories}"),
        string.Create(CultureInfo.InvariantCulture, $"{trial}={TrialTrajectories}"),
    ];
}
