using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>The MuJoCo experiments: sizes of the task sets, poor and critical tasks, trajectories and horizon from the paper; the learner
/// as MAML's locomotion experiments have it, where they say.</summary>
/// <remarks>The paper gives neither network nor step sizes; docs/environments.md lists what is ours.</remarks>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Experiment III and Appendix M.6.</seealso>
public static class LocomotionExperiments
{
    /// <summary>Robot, goal and what it asks, for lists: written out, so that a list needs neither robots nor their models.</summary>
    private static readonly string[][] s_tasks =
    [
        ["HalfCheetah", "Velocity", "keep a speed from 0 to 2 m/s that it is not told"],
        ["HalfCheetah", "Direction", "run forward or backward"],
        ["Ant", "Velocity", "keep a speed from 0 to 3 m/s that it is not told"],
        ["Ant", "Direction", "run forward or backward"],
        ["Swimmer", "Velocity", "keep a speed from 0.1 to 0.2 m/s that it is not told"],
        ["Swimmer", "Direction", "run forward or backward"],
        ["Ant", "Angle", "run along an angle"],
        ["Ant", LocomotionFamily.PlaceName, "go to a place within 3 m that it is not told"],
    ];

    /// <summary>Names on the command line, such as <c>halfcheetah-velocity</c>.</summary>
    public static ImmutableArray<string> Names => [.. s_tasks.Select(static task => Name(task[0], task[1]))];

    /// <summary>The methods that the paper's tables compare.</summary>
    private static ImmutableArray<MethodName> Compared { get; } =
    [
        "xmrl", "continued", "randomCritical",
        "predefinedAugmentation",
        "tw", "ma", "mr",
    ];

    /// <summary>The configuration in full length.</summary>
    /// <param name="family">The environment.</param>
    /// <remarks>Numbers of tasks, poor and critical tasks, trajectories and the horizon are the paper's. Numbers of iterations are what
    /// keeps a run affordable: docs/mujoco.md says what each costs. A step of the Ant takes six times as long as one of the HalfCheetah, so
    /// it has fewer. It is paid for staying upright and loses more by not moving at the wanted speed: with the others' discount and noise
    /// it learns to fall at once (docs/tuning.md). On the way to a place neither holds, and it has theirs. A task counts as degraded by 30
    /// points: scored twice, on other episodes, three base policies of the HalfCheetah lose more than that on 4 % of the validation tasks,
    /// more than 5 points on 27 %.</remarks>
    public static ImproveConfiguration Configuration(LocomotionFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        bool isAnt = family.Robot == Robot.Ant;
        bool mayFall = isAnt && family.Goal != Goal.Place;
        return new ImproveConfiguration
        {
            Environment = family.Spec.Id,
            Tasks = new TaskSettings { Training = 100, Validation = 50, Test = 200 },
            Policy = new PolicySettings
            {
                HiddenSizes = [64, 64],
                Activation = Activation.Tanh,
                InitialLogStd = mayFall ? -1.6 : -1,
                LearnLogStd = true,
                OutputGain = 0.1,
            },
            Meta = new MetaSettings
            {
                Learner = new Maml
                {
                    Inner = new() { InnerStepSize = isAnt ? 0.03 : 0.1 },
                    Rollouts = new()
                    {
                        Trajectories = 20,
                        Discount = mayFall ? 0.95 : 0.99,
                        Trace = 0.95,
                        InnerDiscount = 0.65,
                        InnerTrace = 1,
                        Baseline = BaselineName.LinearTime,
                    },
                    Outer = new() { OuterStep = OuterStepName.TrustRegion, MaximumDivergence = 0.03, ConjugateGradientSteps = 5 },
                },
                Iterations = isAnt ? 150 : 200,
                TasksPerIteration = isAnt ? 10 : 20,
                Validations = 5,
                OnCollapse = CollapseRule.ReturnToBest,
            },
            Poor = new PoorSettings { Count = 10, SelectionRepeats = 1 },
            Explain = new ExplainSettings { CriticalTasks = 10, Iterations = isAnt ? 3 : 5 },
            Augment = new AugmentSettings { Iterations = isAnt ? 5 : 10, Sets = 2, Trajectories = 5, OtherTasks = 5 },
            Retrain = new RetrainSettings
            {
                Iterations = isAnt ? 7 : 12,
                OtherTasks = 5,
            },
            Confirm = new ConfirmSettings { Tasks = 50 },
            Scoring = new ScoringSettings
            {
                Actions = ActionKind.Mean,
                SampledTrajectories = 20,
                MeanTrajectories = 10,
                Repeats = 1,
                Curves = false,
                DegradedBy = 30,
            },
        };
    }

    /// <summary>Builds the runners.</summary>
    /// <returns>One per robot and goal.</returns>
    public static IEnumerable<ImprovementRunner> Create() => s_tasks.Select(Create);

    /// <summary>The experiments for a list, which builds none of them.</summary>
    /// <returns>One per robot and goal.</returns>
    internal static IEnumerable<ListedExperiment> Listed()
    {
        foreach (string[] task in s_tasks)
        {
            yield return new ListedExperiment(Name(task[0], task[1]), Summary(task), () => Create(task));
        }
    }

    private static ImprovementRunner Create(string[] task) => new(
        Name(task[0], task[1]),
        Summary(task),
        Configuration(new LocomotionFamily(Enum.Parse<Robot>(task[0]), GoalOf(task[1]))),
        [
            "tasks.validation=6",
            "tasks.test=10",
            "confirm.tasks=4",
            "meta.iterations=4",
            "meta.tasksPerIteration=4",
            "meta.trajectories=4",
            "meta.validations=1",
            "scoring.adaptationTrajectories=4",
            "scoring.sampledTrajectories=4",
            "scoring.meanTrajectories=2",
            "poor.count=2",
            "explain.criticalTasks=2",
            "explain.iterations=2",
            "augment.iterations=2",
            "augment.trajectories=2",
            "augment.otherTasks=2",
            "retrain.iterations=2",
            "retrain.otherTasks=2",
            "retrain.methods=[xmrl, continued]",
        ])
    {
        Compared = Compared,
    };

    private static Goal GoalOf(string name) => name == LocomotionFamily.PlaceName ? Goal.Place : Enum.Parse<Goal>(name);

    private static string Name(string robot, string goal) => $"{robot}-{goal}".ToLowerInvariant();

    private static string Summary(string[] task) => $"A simulated {task[0]} must {task[2]}: {task[0]}{task[1]}-v1; needs libmujoco.";
}
