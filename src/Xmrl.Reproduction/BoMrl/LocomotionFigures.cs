using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Figures 2 and 5 of bo-mrl: BO-MRL and three baselines on four MuJoCo problems, test rewards after 0 to 3 adaptation steps and
/// training curves. Needs libmujoco. Both figures share their runs.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 6.2, Appendix N.</seealso>
internal static class LocomotionFigures
{
    private const int Steps = 3;
    private const int LastIterations = 10;
    private const string Training = "training, last iterations";
    private const string Gain = "gain of the second step";
    private const string MamlRow = "MAML";

    private static readonly ImmutableArray<Problem> s_problems =
    [
        new("HalfCheetah velocity", new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity), 20, 20, 0.5, 0.4),
        new("HalfCheetah direction", new LocomotionFamily(Robot.HalfCheetah, Goal.Direction), 20, 20, 0.5, 0.5),
        new("Ant velocity", new LocomotionFamily(Robot.Ant, Goal.Velocity), 10, 20, 0.5, 0.5),
        new("Ant direction", new LocomotionFamily(Robot.Ant, Goal.Direction), 10, 40, 0.5, 0.5),
    ];

    private static readonly ImmutableArray<ProximalDivergence> s_algorithms =
        [ProximalDivergence.Forward, ProximalDivergence.Reverse, ProximalDivergence.Parameters];

    private static readonly ImmutableArray<string> s_quick =
    [
        "meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=3", "tasks.validation=2", "tasks.test=10",
        "scoring.adaptationTrajectories=3", "scoring.sampledTrajectories=2",
    ];

    /// <summary>Both figures, whole and for one environment each.</summary>
    /// <returns>The test rewards, and the training curves.</returns>
    public static ImmutableArray<TableReproduction> Create() =>
    [
        Figure2(string.Empty, s_problems),
        Figure5(string.Empty, s_problems),
        .. s_problems.SelectMany(problem => new[]
        {
            Figure2($"-{problem.Experiment}", [problem]), Figure5($"-{problem.Experiment}", [problem]),
        }),
    ];

    private static TableReproduction Figure2(string suffix, ImmutableArray<Problem> problems) => new()
    {
        Id = $"bo-mrl/figure2{suffix}",
        Summary = $"BO-MRL, MAML, E-MAML and ProMP on {Robots(problems)}, test rewards after 0 to 3 steps; needs libmujoco.",
        Protocol = Protocol("Figure 2", problems, "Undiscounted return over 200 steps after as many adaptation steps as the column says; "
            + "sampled actions, mean over 40 unseen tasks with 20 episodes each and over seeds; the policy after the last iteration. The "
            + "gain of the second step is the difference of the rewards after two steps and one."),
        Cells =
        [
            .. from problem in problems
               from row in Rows
               from column in TestColumns(problem)
               select new ReproductionCell(row, column, null),
        ],
        Claims =
        [
            .. from problem in problems
               from row in s_algorithms.Select(RowOf)
               from baseline in problem.Baselines
               from column in TestColumns(problem).Skip(1)
               select new OrderingClaim(row, baseline, column),
        ],
        Seeds = 3,
        QuickSeeds = 1,
        SharedRuns = $"bo-mrl-locomotion{suffix}-runs",
        Series = AllSeries(problems),
    };

    private static TableReproduction Figure5(string suffix, ImmutableArray<Problem> problems) => new()
    {
        Id = $"bo-mrl/figure5{suffix}",
        Summary = $"Training curves of BO-MRL, MAML, E-MAML and ProMP on {Robots(problems)}, from the runs of Figure 2; needs libmujoco.",
        Protocol = Protocol("Figure 5", problems, "Undiscounted return of adapted policies in meta-training, mean over the last ten "
            + "iterations and over seeds; the page draws the whole curves."),
        Cells =
        [
            .. from problem in problems from row in Rows select new ReproductionCell(row, $"{problem.Label}, {Training}", null),
        ],
        Claims =
        [
            .. from problem in problems
               from row in s_algorithms.Select(RowOf)
               select new OrderingClaim(row, MamlRow, $"{problem.Label}, {Training}"),
        ],
        Seeds = 3,
        QuickSeeds = 1,
        SharedRuns = $"bo-mrl-locomotion{suffix}-runs",
        Series = AllSeries(problems),
    };

    private static IEnumerable<string> Rows
        => [.. s_algorithms.Select(RowOf), .. Baselines(s_problems[0]).Select(learner => learner.Card.Title)];

    private static string Robots(ImmutableArray<Problem> problems)
        => problems.Length == 1 ? problems[0].Label : "HalfCheetah and Ant";

    private static ReproductionProtocol Protocol(string figure, ImmutableArray<Problem> problems, string measure) => new()
    {
        Source = $"Xu and Zhu (2024), {figure}",
        Measure = measure,
        Stated =
        [
            "HalfCheetah: target speeds uniform in [0, 2] and directions ±1; Ant: [0, 3] and ±1; 200 steps (Appendix N).",
            "20 episodes before and after adaptation, 40 on Ant direction; up to 500 iterations; two hidden layers of 64 tanh units; "
                + "50 steps of Adam inside; trust region of 0.001 nats (Appendix N).",
            "λ: HalfCheetah velocity 0.5 with Alg(1) and 0.4 with Alg(2); 0.5 on the other problems (Appendix N).",
        ],
        Assumptions =
        [
            "20 tasks per iteration on HalfCheetah, 10 on Ant; discount 0.99 outside (Ant 0.95), 0.65 with trace 1 inside, as all "
                + "locomotion experiments here (docs/tuning.md).",
            "Adam inside with step size 0.003; λ̄ = 10 between parameters (Alg(3)); 20 conjugate-gradient steps, damping 0.001 of the "
                + "curvature along the outer gradient; advantages standardised, so that λ is in units of their deviation.",
            "One log σ per action, independent of the state; the paper says that the network produces variances.",
            "The trust region is around the meta-policy, on the episodes before adaptation.",
            "Baselines are trained here: MAML and E-MAML with inner step size 0.1 (Ant 0.03) and the trust region of the locomotion "
                + "experiments (0.03 nats of the adapted policies), ProMP with its own epochs. The paper takes them from other papers; of "
                + "its public plotting script, HalfCheetah curves of BO-MRL are multiplied by 0.9 (velocity), all by 1.6 (direction).",
            "The text prints no curve value, so that no cell has a paper's figure: verdicts are on the claims alone. On Ant velocity the "
                + "claim is against MAML alone.",
        ],
        References =
        [
            .. problems.Where(problem => problem.Family.Goal == Goal.Direction && figure == "Figure 2").SelectMany(problem =>
                TestColumns(problem).SkipLast(1).Select(column => new ReferenceValue(
                    "not moving", column, problem.Family.Robot == Robot.Ant ? problem.Family.Spec.Horizon : 0,
                    "A robot that rests without effort; an Ant is paid 1 per step for staying upright."))),
        ],
    };

    private static IEnumerable<string> TestColumns(Problem problem) =>
    [
        .. Enumerable.Range(0, Steps + 1).Select(steps => string.Create(
            CultureInfo.InvariantCulture, $"{problem.Label}, {steps} step{(steps == 1 ? "" : "s")}")),
        $"{problem.Label}, {Gain}",
    ];

    private static ImmutableArray<ReproductionSeries> AllSeries(ImmutableArray<Problem> problems) =>
    [
        .. from problem in problems
           from learner in Learners(problem)
           select Series(problem, learner.Row, learner.Settings),
    ];

    private static IEnumerable<(string Row, LearnerSettings Settings)> Learners(Problem problem) =>
    [
        .. s_algorithms.Select(divergence => (RowOf(divergence), (LearnerSettings)new Meta.Learners.BoMrl
        {
            Rollouts = problem.Rollouts,
            Adaptation = new UniversalSettings { Divergence = divergence, Strength = problem.Strength(divergence) },
        })),
        .. Baselines(problem).Select(learner => (learner.Card.Title, learner)),
    ];

    private static IEnumerable<LearnerSettings> Baselines(Problem problem)
    {
        var maml = (Maml)problem.Start.Meta.Learner;
        return
        [
            maml with { Rollouts = problem.Rollouts },
            new EMaml { Inner = maml.Inner, Outer = maml.Outer, Rollouts = problem.Rollouts },
            new ProMp { Inner = maml.Inner, Rollouts = problem.Rollouts },
        ];
    }

    private static string RowOf(ProximalDivergence divergence) => divergence switch
    {
        ProximalDivergence.Forward => "BO-MRL, Alg(1)",
        ProximalDivergence.Reverse => "BO-MRL, Alg(2)",
        _ => "BO-MRL, Alg(3)",
    };

    private static ReproductionSeries Series(Problem problem, string row, LearnerSettings learner)
    {
        string label = $"{row}, {problem.Label}";
        string name = new([.. row.ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')]);
        return new ReproductionSeries
        {
            Name = $"{problem.Experiment}-{name}",
            Label = label,
            Runner = new ImprovementRunner(problem.Experiment, label, Configuration(problem, learner), s_quick),
            Read = run => SeriesFigures.Of(run, Figures(run, problem, row)),
        };
    }

    private static ImproveConfiguration Configuration(Problem problem, LearnerSettings learner) => problem.Start with
    {
        Tasks = new TaskSettings { Training = problem.Tasks, Fresh = true, Validation = 10, Test = 40 },
        Poor = problem.Start.Poor with { Count = 1 },
        Explain = problem.Start.Explain with { CriticalTasks = 1 },
        Meta = problem.Start.Meta with
        {
            Learner = learner,
            Iterations = 500,
            TasksPerIteration = problem.Tasks,
            OnCollapse = CollapseRule.KeepLast,
        },
        Scoring = problem.Start.Scoring with
        {
            Steps = Steps,
            Actions = ActionKind.Sampled,
            AdaptationTrajectories = problem.Trajectories,
            MeanTrajectories = 1,
        },
    };

    private static IEnumerable<KeyValuePair<string, double>> Figures(RunDirectory run, Problem problem, string row)
    {
        double[] scores = StoredEvaluation.Read(run).Adaptation[0].Scores;
        double[] values = [.. scores, scores[2] - scores[1]];
        foreach ((string column, double value) in TestColumns(problem).Zip(values))
        {
            yield return KeyValuePair.Create(ReproductionCell.KeyOf(row, column), value);
        }

        double[] returns = [.. run.ReadMetrics(string.Empty).Select(metrics => metrics.Values["return_after"])];
        yield return KeyValuePair.Create(
            ReproductionCell.KeyOf(row, $"{problem.Label}, {Training}"), returns.TakeLast(LastIterations).Average());
    }

    /// <summary>An environment of the figures.</summary>
    /// <param name="Label">Its name in tables.</param>
    /// <param name="Family">The environments.</param>
    /// <param name="Tasks">Tasks per iteration.</param>
    /// <param name="Trajectories">Episodes before and after adaptation.</param>
    /// <param name="Forward">λ of Alg(1).</param>
    /// <param name="Reverse">λ of Alg(2).</param>
    private sealed record Problem(string Label, LocomotionFamily Family, int Tasks, int Trajectories, double Forward, double Reverse)
    {
        /// <summary>Name of the environment's own experiment.</summary>
        public string Experiment => $"{Family.Robot}-{Family.Goal}".ToLowerInvariant();

        /// <summary>The environment's own experiment.</summary>
        public ImproveConfiguration Start { get; } = LocomotionExperiments.Configuration(Family);

        /// <summary>Its rollouts.</summary>
        public RolloutSettings Rollouts => ((Maml)Start.Meta.Learner).Rollouts with { Trajectories = Trajectories };

        /// <summary>Rows that BO-MRL is claimed to beat.</summary>
        public IEnumerable<string> Baselines => this is { Family.Robot: Robot.Ant, Family.Goal: Goal.Velocity }
            ? [MamlRow]
            : LocomotionFigures.Baselines(this).Select(learner => learner.Card.Title);

        /// <summary>Strength of a divergence; null for the learner's own between parameters.</summary>
        public double? Strength(ProximalDivergence divergence) => divergence switch
        {
            ProximalDivergence.Forward => Forward,
            ProximalDivergence.Reverse => Reverse,
            _ => null,
        };
    }
}
