using Xmrl.Environments.FrozenLake;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training of a softmax table on <c>FrozenLakeHigh-v1</c> and <c>FrozenLakeLow-v1</c>, from samples. There is nothing to mix
/// between two cells: it is repaired by the methods that mix no states.</summary>
/// <remarks>Discount and tasks per distribution are those of bo-mrl, Appendix A; the rest is ours. The trace of inner advantages makes no
/// difference: validation scores of whole trainings with seed 1 are 7.7, 7.5, 8.4, 7.7 at 0, 0.25, 0.5, 1 (a policy that stands still has
/// 0, most of what is possible is 44).</remarks>
public static class FrozenLakeExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "frozenlake";

    /// <summary>The name of the one with few holes.</summary>
    public const string LowName = "frozenlake-low";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary = "Across a frozen lake around unseen holes, a softmax table: FrozenLakeHigh-v1 (bo-mrl, Figure 1).";

    /// <summary>What the one with few holes is about, in one sentence.</summary>
    internal const string LowSummary = "The same with a third of the holes: FrozenLakeLow-v1 (bo-mrl, Figure 1).";

    /// <summary>The configuration in full length.</summary>
    public static ImproveConfiguration Configuration { get; } = new()
    {
        Environment = FrozenLakeFamily.HighId,
        Tasks = new TaskSettings { Training = 20, Validation = 40, Test = 100 },
        Policy = new PolicySettings { HiddenSizes = [] },
        Poor = new PoorSettings { Count = 8 },
        Meta = new MetaSettings
        {
            Learner = new BoMrl
            {
                // Validation score of quick runs with seed 1: −10.8, −0.1, 11.4, 12.1 at 0.01, 0.03, 0.1, 0.3.
                Adaptation = new() { AdamStepSize = 0.1 },
                Rollouts = new()
                {
                    Trajectories = 50,
                    Discount = 0.8,
                    Trace = 1,
                    InnerDiscount = 0.8,
                    InnerTrace = 0,
                    Baseline = BaselineName.LinearTime,
                },
            },
            Iterations = 150,
            TasksPerIteration = 20,
        },
        Explain = new ExplainSettings { CriticalTasks = 4 },
        Retrain = new RetrainSettings { OuterStepSize = 0.003 },
        Confirm = new ConfirmSettings { Candidates = ["prescribed", "xmrlPoor"] },
        Scoring = new ScoringSettings { Actions = ActionKind.Sampled, AdaptationTrajectories = 50, Repeats = 3, DegradedBy = 2 },
    };

    /// <summary>The configuration with few holes.</summary>
    public static ImproveConfiguration LowConfiguration { get; } = Configuration with { Environment = FrozenLakeFamily.LowId };

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => Runner(Name, Summary, Configuration);

    /// <summary>Builds the runner of the one with few holes.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner CreateLow() => Runner(LowName, LowSummary, LowConfiguration);

    private static ImprovementRunner Runner(string name, string summary, ImproveConfiguration configuration) => new(
        name,
        summary,
        configuration,
        [
            "meta.iterations=30",
            "meta.trajectories=20",
            "scoring.adaptationTrajectories=20",
            "tasks.validation=20",
            "tasks.test=20",
            "confirm.tasks=20",
            "explain.iterations=5",
            "retrain.iterations=10",
            "scoring.repeats=1",
        ])
    { Compared = ["xmrlPoor", "randomAdded", "continued", "tw"] };
}
