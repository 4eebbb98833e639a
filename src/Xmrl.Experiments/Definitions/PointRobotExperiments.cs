using Xmrl.Environments.PointRobot;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training on the point robots: <c>pointrobot</c>, <c>pointrobot-sparse</c> and <c>pointgoal</c>, whose physics costs
/// nothing.</summary>
/// <remarks>The sizes of the task sets are PEARL's for the first two; the rest is ours.</remarks>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019), Section 6.3.</seealso>
internal static class PointRobotExperiments
{
    /// <summary>The name of the one with dense rewards.</summary>
    public const string Name = "pointrobot";

    /// <summary>The name of the one with sparse rewards.</summary>
    public const string SparseName = "pointrobot-sparse";

    /// <summary>The name of the one with goals in a disc.</summary>
    public const string GoalName = "pointgoal";

    /// <summary>What they are about, in a sentence each.</summary>
    private const string Summary = "A point moves to a goal that it cannot see, from anywhere: PointRobot-v1.";
    private const string SparseSummary = "A point is paid near a goal on a semicircle and nowhere else: PointRobotSparse-v1.";
    private const string GoalSummary = "A point moves to a goal in a disc, as the study's Ant but within seconds: PointGoal-v1.";

    /// <summary>The configuration in full length.</summary>
    /// <param name="environment">Id of the environment.</param>
    public static ImproveConfiguration Configuration(string environment) => new()
    {
        Environment = environment,
        Tasks = new TaskSettings { Training = 80, Validation = 20, Test = 100 },
        Policy = new PolicySettings { HiddenSizes = [64, 64], InitialLogStd = environment == PointRobotFamily.SparseId ? 0 : -0.7 },
        Meta = new MetaSettings
        {
            Learner = new Maml
            {
                Inner = new()
                {
                    // Validation score of whole trainings with seed 1: pointrobot −8.7, −8.5 at 0.3, 1; pointgoal −26.4, −25.4;
                    // pointrobot-sparse 2.4, 1.6, 1.6 at 0.1, 0.3, 1, and 0 where the first actions are less noisy.
                    InnerStepSize = environment switch
                    {
                        PointRobotFamily.SparseId => 0.1,
                        PointRobotFamily.Id => 0.3,
                        _ => 1,
                    },
                },
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
            Iterations = 300,
            TasksPerIteration = 20,
        },
        Explain = new ExplainSettings { CriticalTasks = 10 },
        Scoring = new ScoringSettings { Actions = ActionKind.Sampled, Repeats = 3, DegradedBy = 1 },
    };

    /// <summary>The experiments for a list, which builds none of them.</summary>
    /// <returns>One per environment.</returns>
    public static IEnumerable<ListedExperiment> Listed() =>
    [
        new(Name, Summary, () => Create(Name, Summary, PointRobotFamily.Id)),
        new(SparseName, SparseSummary, () => Create(SparseName, SparseSummary, PointRobotFamily.SparseId)),
        new(GoalName, GoalSummary, () => Create(GoalName, GoalSummary, PointRobotFamily.GoalId)),
    ];

    private static ImprovementRunner Create(string name, string summary, string environment) => new(
        name,
        summary,
        Configuration(environment),
        [
            "meta.iterations=20",
            "tasks.test=20",
            "confirm.tasks=20",
            "explain.iterations=3",
            "augment.iterations=3",
            "retrain.iterations=4",
            "scoring.repeats=1",
        ])
    { Compared = DroneExperiment.Compared };
}
