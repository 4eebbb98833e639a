using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Objectives;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Papers;

/// <summary>Table 2 of sg-mrl: SG-MRL and MAML on three MuJoCo problems, each trained and tested with 1, 2 and 3 adaptation steps. Needs
/// libmujoco.</summary>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), §5, Table 2, Appendix H.</seealso>
internal static class SgMrlTable2
{
    /// <summary>The id.</summary>
    public const string Id = "sg-mrl/table2";

    private const string SgMrlRow = "SG-MRL";
    private const string MamlRow = "MAML";
    private const double NoClipping = 1e12;

    /// <summary>Two iterations of two tasks and few episodes, scored on few tasks.</summary>
    private static readonly ImmutableArray<string> s_quick =
    [
        "meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=3", "tasks.validation=2", "tasks.test=10",
        "scoring.adaptationTrajectories=3", "scoring.sampledTrajectories=2",
    ];

    /// <summary>The three problems with the paper's figures: SG-MRL and MAML after 1, 2, 3 steps.</summary>
    private static readonly ImmutableArray<Problem> s_problems =
    [
        new("HalfCheetah direction", new LocomotionFamily(Robot.HalfCheetah, Goal.Direction),
            [
                new(580.143, 38.22), new(580.203, 33.63), new(504.747, 45.07),
            ], [new(465.624, 54.07), new(441.247, 58.34), new(477.086, 64.71)]),
        new("HalfCheetah velocity", new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity),
            [new(-91.73, 0.34), new(-52.64, 6.86), new(-33.39, 0.67)], [new(-92.92, 0.70), new(-56.71, 6.73), new(-32.48, 0.50)]),
        new("Swimmer direction", new LocomotionFamily(Robot.Swimmer, Goal.Direction),
            [new(118.77, 9.99), new(134.57, 1.67), new(110.91, 12.56)], [new(104.53, 24.18), new(108.47, 23.36), new(90.60, 14.99)]),
    ];

    /// <summary>The table.</summary>
    /// <returns>The table.</returns>
    public static TableReproduction Create()
    {
        (Problem Problem, int Steps)[] columns =
            [.. s_problems.SelectMany(problem => Enumerable.Range(1, problem.SgMrl.Length).Select(steps => (problem, steps)))];
        return new TableReproduction
        {
            Id = Id,
            Summary = "SG-MRL and MAML on HalfCheetah and Swimmer with 1, 2 and 3 adaptation steps; needs libmujoco.",
            Protocol = Protocol(columns),
            Cells =
            [
                .. columns.Select(column => new ReproductionCell(SgMrlRow, Column(column), column.Problem.SgMrl[column.Steps - 1])),
                .. columns.Select(column => new ReproductionCell(MamlRow, Column(column), column.Problem.Maml[column.Steps - 1])),
            ],

            // Bold in the table: SG-MRL in all columns but one.
            Claims = [.. columns.Select(Claim)],
            Seeds = 4,
            QuickSeeds = 1,
            Series =
            [
                .. columns.SelectMany(
                    column => new[] { Series(column, SgMrlRow, isSgMrl: true), Series(column, MamlRow, isSgMrl: false) }),
            ],
        };
    }

    private static ReproductionProtocol Protocol((Problem Problem, int Steps)[] columns) => new()
    {
        Source = "Fallah et al. (2021), Table 2",
        Measure =
            "Undiscounted return over 200 steps after as many adaptation steps as in training, 20 episodes each, sampled actions, mean "
                + "over 100 unseen tasks with 20 episodes each and over seeds; the policy after the last iteration.",
        Stated =
        [
            "Two hidden layers of 100 ReLU units (Appendix H).",
            "500 iterations of 40 tasks drawn anew, 20 episodes of 200 steps before and after each adaptation step (Appendix H; "
                + "Algorithm 1).",
            "Vanilla policy gradient inside and outside, inner step size 0.1, outer 0.001, discount 0.99 (Appendix H).",
            "4 seeds (caption of Table 2; Appendix H says 10 for all experiments).",
            "First-order SG-MRL (§5).",
        ],
        Assumptions =
        [
            "Robots, costs and noise of Gymnasium's version 4, with its control cost (0.1‖a‖², Swimmer 0.0001‖a‖²); Appendix H mentions "
                + "none.",
            "Swimmer: Appendix H calls the problem a velocity and describes a direction, paid by velocity; the description is taken. "
                + "The printed 119 over 200 steps would be 0.6 m/s on the mean. "
                + "ProMP's public environment of the problem's name (swimmer_rand_vel.py) pays +|v − v*|, which rewards missing the "
                + "target.",
            "Standard deviation of actions: learned, begins at 1, as in the authors' code.",
            "MAML is of first order too: §5 gives SG-MRL at most 1.05 times the time of MAML, and the learners then differ in the "
                + "sampling term alone.",
            "Outer optimizer: Adam, as in the authors' code; norms of gradients are not clipped. Outer gradient: mean over trajectories "
                + "of sums over steps (eq. 4).",
            "Advantages: discounted returns less a linear baseline of observation and time; standardised in the inner step.",
            "Weight of the sampling term of SG-MRL: discounted return of the adapted policy less the mean of the iteration's other "
                + "tasks: the same expectation, less variance.",
            "Evaluation is not described, nor what the ± is: taken as printed.",
        ],
        References =
        [
            .. columns.Where(column => column.Problem.Family.Goal == Goal.Velocity).Select(column => new ReferenceValue(
                "not moving", Column(column), -column.Problem.Family.Spec.Horizon * Centre(column.Problem),
                "Mean over all target speeds of a robot that rests without effort.")),
            .. columns.Where(column => column.Problem.Family.Goal == Goal.Direction)
            .Select(column => new ReferenceValue("not moving", Column(column), 0, "A robot that rests without effort.")),
        ],
    };

    private static ImproveConfiguration Configuration(Problem problem, int steps, bool isSgMrl)
    {
        ImproveConfiguration start = LocomotionExperiments.Configuration(problem.Family);
        var inner = new InnerStepSettings { InnerStepSize = 0.1, InnerSteps = steps };
        var rollouts = new RolloutSettings
        {
            Trajectories = 20,
            Discount = 0.99,
            Trace = 1,
            InnerDiscount = 0.99,
            InnerTrace = 1,
            Baseline = BaselineName.LinearTime,
        };
        var outer = new OuterStepSettings
        {
            OuterStep = OuterStepName.Adam,
            Schedule = new ScheduleSettings { OuterStepSize = 1e-3, FinalStepShare = 1 },
            MaximumGradientNorm = NoClipping,
        };
        return start with
        {
            Tasks = new TaskSettings { Training = 40, Fresh = true, Validation = 10, Test = 100 },
            Policy = new PolicySettings { HiddenSizes = [100, 100], Activation = Activation.Relu, InitialLogStd = 0, LearnLogStd = true },
            Poor = start.Poor with { Count = 1 },
            Meta = new MetaSettings
            {
                Learner = isSgMrl
                    ? new SgMrl { Inner = inner, Rollouts = rollouts, Outer = outer, GradientOrder = GradientOrder.FirstOrder }
                    : new FirstOrderMaml { Inner = inner, Rollouts = rollouts, Outer = outer },
                Iterations = 500,
                TasksPerIteration = 40,
            },
            Scoring = new ScoringSettings { Actions = ActionKind.Sampled, Repeats = 1, DegradedBy = 5 },
        };
    }

    private static ReproductionSeries Series((Problem Problem, int Steps) column, string row, bool isSgMrl)
    {
        LocomotionFamily family = column.Problem.Family;
        string experiment = $"{family.Robot}-{family.Goal}".ToLowerInvariant();
        string label = $"{row}, {Column(column)}";
        return new ReproductionSeries
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{row.ToLowerInvariant()}-{experiment}-{column.Steps}"),
            Label = label,
            Runner = new ImprovementRunner(experiment, label, Configuration(column.Problem, column.Steps, isSgMrl), s_quick),
            Read = SeriesFigures.BaseMean(row, Column(column)),
        };
    }

    private static OrderingClaim Claim((Problem Problem, int Steps) column)
    {
        bool isSgMrl = column.Problem.SgMrl[column.Steps - 1].Mean > column.Problem.Maml[column.Steps - 1].Mean;
        return isSgMrl ? new OrderingClaim(SgMrlRow, MamlRow, Column(column)) : new OrderingClaim(MamlRow, SgMrlRow, Column(column));
    }

    private static string Column((Problem Problem, int Steps) column)
        => string.Create(CultureInfo.InvariantCulture, $"{column.Problem.Label}, {column.Steps} step{(column.Steps == 1 ? "" : "s")}");

    private static double Centre(Problem problem)
        => (problem.Family.Spec.TaskParameterRanges[0].Low + problem.Family.Spec.TaskParameterRanges[0].High) / 2;

    /// <summary>An environment of the table with the paper's figures after 1, 2 and 3 steps.</summary>
    private sealed record Problem(string Label, LocomotionFamily Family, ImmutableArray<PaperValue> SgMrl, ImmutableArray<PaperValue> Maml);
}
