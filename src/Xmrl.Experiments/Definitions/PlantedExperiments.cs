using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>The drone experiment with a planted truth: it is known which training tasks the explanation must find.</summary>
internal static class PlantedExperiments
{
    /// <summary>Name of the experiment with a rare region.</summary>
    public const string RareName = "drone-rare";

    /// <summary>Name of the experiment with corrupted rewards.</summary>
    public const string CorruptedName = "drone-corrupted";

    /// <summary>What the experiment with a rare region is about, in one sentence.</summary>
    internal const string RareSummary =
        "The drone with 4 of 50 training tasks in a region, goal left and obstacle right, that holds half of the others: are these the "
            + "critical ones?";

    /// <summary>What the experiment with corrupted rewards is about, in one sentence.</summary>
    internal const string CorruptedSummary =
        "The drone with the rewards of a wrong goal after adaptation in 20 of 50 training tasks: are these the harmful ones?";

    private static readonly ImproveConfiguration s_base = DroneExperiment.Configuration with
    {
        Meta = DroneExperiment.Configuration.Meta with { Iterations = 150 },
        Explain = DroneExperiment.Configuration.Explain with { CriticalTasks = 4, Iterations = 20, GradientLimit = 1 },
        Augment = DroneExperiment.Configuration.Augment with { Trajectories = 5 },
    };

    private static readonly ImmutableArray<MethodName> s_compared =
    [
        "xmrl", "doubleWeight", "xmrlWeighted", "xmrlPoor",
        "continued", "randomCritical", "randomAdded",
    ];

    /// <summary>The best of one search for every method from the base policy of seed 101 (docs/algorithms/planted.md).</summary>
    private static readonly ValuesByName<MethodName, MethodTuning> s_corruptedTuning = new ValuesByName<MethodName, MethodTuning>()
        .With("xmrl", new MethodTuning { StepScale = 3 })
        .With("continued", new MethodTuning { StepScale = 3 })
        .With("doubleWeight", new MethodTuning { StepScale = 3, Strength = 3 })
        .With("randomCritical", new MethodTuning { StepScale = 10 })
        .With("xmrlWeighted", new MethodTuning { StepScale = 3 })
        .With("xmrlPoor", new MethodTuning { StepScale = 3 })
        .With("randomAdded", new MethodTuning { StepScale = 10 })
        .With("xmrlPruned", new MethodTuning { StepScale = 3 })
        .With("randomPruned", new MethodTuning { StepScale = 3, Strength = 3 });

    /// <summary>The best of one search for every method from the base policies of seeds 103 and 104
    /// (docs/research/9-rare-repair.md).</summary>
    private static readonly ValuesByName<MethodName, MethodTuning> s_rareTuning = new ValuesByName<MethodName, MethodTuning>()
        .With("xmrl", new MethodTuning { StepScale = 5 })
        .With("continued", new MethodTuning { StepScale = 3 })
        .With("doubleWeight", new MethodTuning { StepScale = 5 })
        .With("randomCritical", new MethodTuning { StepScale = 5 })
        .With("xmrlWeighted", new MethodTuning { StepScale = 5 })
        .With("randomWeighted", new MethodTuning { StepScale = 3 })
        .With("xmrlPoor", new MethodTuning { StepScale = 3 })
        .With("randomAdded", new MethodTuning { StepScale = 5 });

    /// <summary>4 of 50 training tasks have their goal on the left and the obstacle on the right, where it blocks the straight way, the
    /// others their goal on the right; of all other tasks half do. The goals between belong to neither.</summary>
    /// <remarks>The retraining takes one and a half times the rollouts of the training (500 iterations of 4 critical tasks, twice, and 15
    /// others; 150 of 50): the region has to be learned, and 150 iterations do not. It is watched, because a retraining of this length may
    /// break the policy on the way.</remarks>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateRare() => new(
        RareName,
        RareSummary,
        s_base with
        {
            Tasks = s_base.Tasks with
            {
                Planted = PlantedTruth.RareRegion,
                PlantedCount = 4,
                PlantedRegion = [0.5, 3, 8, 11, 3, 4],
                CommonRegion = [5, 7.5],
            },
            Meta = s_base.Meta with { Learner = new Maml { Outer = new() { Schedule = new() { OuterStepSize = 0.0005 } } } },
            Explain = s_base.Explain with { GradientLimit = 0 },
            Retrain = s_base.Retrain with
            {
                Iterations = 500,
                Validations = 10,
                Tuning = s_rareTuning,
            },
            Confirm = s_base.Confirm with
            {
                Candidates = ["prescribed", "xmrl", "xmrlWeighted", "xmrlPoor"],
            },
        },
        DroneExperiment.Quick)
    { Compared = [.. s_compared, "randomWeighted"] };

    /// <summary>20 of 50 training tasks have their goal on the left, and pay, once the policy has adapted, for a goal on the
    /// right.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateCorrupted() => new(
        CorruptedName,
        CorruptedSummary,
        s_base with
        {
            Tasks = s_base.Tasks with
            {
                Planted = PlantedTruth.CorruptedRewards,
                PlantedCount = 20,
                PlantedRegion = [0.5, 4, 8, 11, 0, 2.5],
            },
            Poor = s_base.Poor with { Count = 100, Below = null },
            Retrain = s_base.Retrain with
            {
                Tuning = s_corruptedTuning,
            },
            Confirm = s_base.Confirm with { Candidates = ["prescribed", "xmrlPruned", "xmrlPoor"] },
        },
        [.. DroneExperiment.Quick, "poor.count=60"])
    { Compared = [.. s_compared, "xmrlPruned", "randomPruned"] };
}
