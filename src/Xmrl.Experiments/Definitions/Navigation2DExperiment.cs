using System.Collections.Immutable;
using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training on <c>Navigation2D-v1</c>, with the figures of SG-MRL where it gives them: network, tasks, trajectories,
/// iterations, α, β and γ.</summary>
/// <remarks>Ours: Adam instead of plain ascent outside, the sizes of the task sets, no trace (advantages are returns less a baseline), the
/// standard deviation of actions.</remarks>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), Appendix H.</seealso>
public static class Navigation2DExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "navigation2d";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary = "A point moves to a goal that it cannot see: Navigation2D-v1.";

    /// <summary>The configuration in full length.</summary>
    public static ImproveConfiguration Configuration { get; } = new()
    {
        Environment = Navigation2DFamily.Id,
        Tasks = new TaskSettings { Training = 100, Validation = 20, Test = 100 },
        Policy = new PolicySettings { HiddenSizes = [100, 100], InitialLogStd = -2.3 },
        Meta = new MetaSettings
        {
            Learner = new Maml
            {
                Inner = new() { InnerStepSize = 0.1 },
                Rollouts = new()
                {
                    Trajectories = 20,
                    Discount = 0.99,
                    Trace = 1,
                    InnerDiscount = 0.99,
                    InnerTrace = 1,
                    Baseline = BaselineName.LinearTime,
                },
                Outer = new() { Schedule = new() { OuterStepSize = 1e-3, FinalStepShare = 1 } },
            },
            Iterations = 500,
            TasksPerIteration = 20,
        },
        Explain = new ExplainSettings { CriticalTasks = 10 },
        Scoring = new ScoringSettings { Actions = ActionKind.Sampled, Repeats = 3, DegradedBy = 1 },
    };

    /// <summary>Overrides that make it short. Few iterations do not tame the long inner steps of the paper's settings: shorter ones, and
    /// a first policy near the origin, make adaptation help. Chosen by the 20 validation tasks of seeds 1 to 3: −7.0, −11.5 and −6.5
    /// after a step, with the settings of the full length −6.0, −285 and −19.7.</summary>
    private static ImmutableArray<string> Quick { get; } =
    [
        "meta.iterations=20",
        "meta.innerStepSize=0.03",
        "meta.outerStepSize=0.003",
        "policy.outputGain=0.1",
        "tasks.test=20",
        "confirm.tasks=20",
        "explain.iterations=3",
        "augment.iterations=3",
        "retrain.iterations=4",
        "scoring.repeats=1",
    ];

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(
        Name,
        Summary,
        Configuration,
        Quick)
    { Compared = DroneExperiment.Compared };
}
