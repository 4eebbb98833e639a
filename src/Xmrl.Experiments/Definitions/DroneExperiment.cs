using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>The drone experiment of the paper.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Experiment I and Appendix M.4.</seealso>
public static class DroneExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "drone";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary =
        "Navigation to a goal behind an obstacle: 50 training, 100 validation and 100 test tasks (xmrl, Experiment I).";

    /// <summary>The best of the same search for every method over four base policies that no table uses; methods that are not named had
    /// their best at 1 and 1 (docs/research/4-tuning.md).</summary>
    private static ValuesByName<MethodName, MethodTuning> Tuning { get; } = new ValuesByName<MethodName, MethodTuning>()
        .With("xmrl", new MethodTuning { Strength = 3 })
        .With("doubleWeight", new MethodTuning { StepScale = 3 })
        .With("randomCritical", new MethodTuning { Strength = 3 })
        .With("predefinedAugmentation", new MethodTuning { Strength = 3 })
        .With("ma", new MethodTuning { Strength = 3 })
        .With("mr", new MethodTuning { Strength = 3 })
        .With("xmrlPoor", new MethodTuning { StepScale = 3 })
        .With("randomAdded", new MethodTuning { Strength = 3 });

    /// <summary>The configuration in full length. The paper has 10 validation tasks, the worst 3 of them poor: too few to hold tasks that
    /// fail (docs/research/1-poor-tasks.md).</summary>
    public static ImproveConfiguration Configuration { get; } = new()
    {
        Tasks = new TaskSettings { Validation = 100 },
        Poor = new PoorSettings { Count = 15, Below = 0.6 },
        Explain = new ExplainSettings { Iterations = 20 },
        Meta = new MetaSettings { Validations = 10, OnCollapse = CollapseRule.ReturnToBest },
        Retrain = new RetrainSettings { Tuning = Tuning },
        Confirm = new ConfirmSettings { Candidates = ["prescribed", "xmrl", "xmrlWeighted", "xmrlPoor"] },
    };

    /// <summary>The methods that were tuned by one search, and that the tables of variants compare.</summary>
    internal static ImmutableArray<MethodName> Compared { get; } =
    [
        "xmrl", "continued", "doubleWeight", "randomCritical", "nearestCritical", "predefinedAugmentation",
        "tw", "ma", "mr", "xmrlWeighted", "xmrlPoor", "randomAdded",
    ];

    /// <summary>Overrides that make it short, and leave it long enough for a repair to be seen: all tasks in every iteration, as fewer do
    /// not teach the policy to adapt, but half of the trajectories and a fifth of the iterations, with longer steps. Chosen on the base
    /// policies of seeds 1 and 11 to 13, by their validation tasks and the confirmation.</summary>
    internal static ImmutableArray<string> Quick { get; } =
    [
        "tasks.validation=60",
        "tasks.test=60",
        "meta.iterations=60",
        "meta.trajectories=10",
        "meta.validations=4",
        "meta.outerStepSize=0.003",
        "poor.selectionRepeats=2",
        "explain.iterations=5",
        "augment.iterations=3",
        "augment.trajectories=5",
        "retrain.iterations=30",
        "retrain.outerStepSize=0.0006",
        "confirm.tasks=60",
        "scoring.repeats=2",
    ];

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(
        Name,
        Summary,
        Configuration,
        Quick)
    { Compared = Compared };
}
