using System.Collections.Immutable;
using Xmrl.Environments.Stock;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>The stock-market experiment of the paper, on the generated market unless a price file is named.</summary>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Experiment II and Appendix M.5.</seealso>
public static class StockExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "stock";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary =
        "An account trades for a year, and investors differ in the turbulence above which they do not want to buy: 50 training, 10 "
            + "validation and 100 test tasks (xmrl, Experiment II).";

    /// <summary>The configuration in full length. The numbers of tasks, trajectories and critical tasks are the paper's; the others were
    /// tuned on validation tasks (docs/stock.md).</summary>
    public static ImproveConfiguration Configuration { get; } = new()
    {
        Environment = StockFamily.Id,
        Market = new MarketSettings(),
        Tasks = new TaskSettings { Training = 50, Validation = 10, Test = 100 },
        Policy = new PolicySettings { HiddenSizes = [64, 64], Activation = Activation.Tanh, InitialLogStd = -2, OutputGain = 0.1 },
        Meta = new MetaSettings
        {
            Learner = new Maml
            {
                Inner = new() { InnerStepSize = 0.03 },
                Rollouts = new()
                {
                    Trajectories = 20,
                    Discount = 0.998,
                    Trace = 0.98,
                    InnerDiscount = 0.5,
                    InnerTrace = 0,
                    Baseline = BaselineName.Portfolio,
                },
                Outer = new() { Schedule = new() { OuterStepSize = 3e-3 } },
            },
            Iterations = 40,
            TasksPerIteration = 10,
        },
        Poor = new PoorSettings { SelectionRepeats = 2 },
        Explain = new ExplainSettings { CriticalTasks = 15, Iterations = 2, Pooling = InfluencePooling.WithinReplicates },
        Augment = new AugmentSettings { Iterations = 2, Sets = 2, OtherTasks = 2, Trajectories = 3 },
        Retrain = new RetrainSettings
        {
            Iterations = 4,
            OtherTasks = 5,
            OuterStepSize = 3e-4,
        },
        Confirm = new ConfirmSettings { Tasks = 20 },
        Scoring = new ScoringSettings { Actions = ActionKind.Mean, SampledTrajectories = 1, Repeats = 1, DegradedBy = 10 },
    };

    /// <summary>The methods that the paper's tables compare.</summary>
    private static ImmutableArray<MethodName> Compared { get; } =
    [
        "xmrl", "tw", "ma", "mr",
        "continued", "randomCritical", "predefinedAugmentation",
    ];

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(
        Name,
        Summary,
        Configuration,
        [
            "meta.iterations=10",
            "meta.tasksPerIteration=5",
            "tasks.test=10",
            "confirm.tasks=10",
            "poor.selectionRepeats=1",
            "explain.iterations=2",
            "augment.iterations=2",
            "augment.otherTasks=2",
            "retrain.iterations=3",
            "retrain.otherTasks=3",
            "scoring.repeats=1",
        ])
    { Compared = Compared };
}
