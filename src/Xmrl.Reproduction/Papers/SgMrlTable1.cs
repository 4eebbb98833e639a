using System.Collections.Immutable;
using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Kernels;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Papers;

/// <summary>Table 1 of sg-mrl: SG-MRL, MAML and E-MAML on two-dimensional navigation. Once as the text states the problem, once as the
/// authors' published code does: they differ.</summary>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), §5, Appendix H.</seealso>
internal static class SgMrlTable1
{
    private const string Column = "return after 1 step";
    private const string SgMrlRow = "SG-MRL";
    private const string MamlRow = "MAML";
    private const string EMamlRow = "E-MAML";

    private static readonly InnerStepSettings s_inner = new() { InnerStepSize = 0.1 };

    private static readonly RolloutSettings s_rollouts = new()
    {
        Discount = 0.99,
        Trace = 1,
        InnerDiscount = 0.99,
        InnerTrace = 1,
        Baseline = BaselineName.LinearTime,
    };

    private static readonly OuterStepSettings s_outer = new()
    {
        Schedule = new ScheduleSettings { OuterStepSize = 1e-3, FinalStepShare = 1 },
        MaximumGradientNorm = NoClipping,
    };

    private static readonly ImmutableArray<string> s_quick =
    [
        "meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=4", "tasks.test=20",
    ];

    private static readonly ImmutableArray<string> s_stated =
    [
        "Two hidden layers of 100 ReLU units (Appendix H).",
        "500 iterations of 20 tasks drawn anew, 20 episodes of 100 steps before and after adaptation (Appendix H; Algorithm 1).",
        "Vanilla policy gradient inside and outside, inner step size 0.1, outer 0.001, discount 0.99 (Appendix H).",
        "10 seeds (Appendix H).",
    ];

    private static readonly ImmutableArray<string> s_assumed =
    [
        "Outer optimizer: Adam, as in the authors' code. Plain ascent as in Algorithm 1 loses the policy within 20 iterations on the "
            + "problem of the text.",
        "Advantages: discounted returns less a linear baseline of position and time, as in the authors' code; standardised in the inner "
            + "step. Norms of gradients are not clipped.",
        "Weight of the sampling term of SG-MRL and E-MAML: discounted return of the adapted policy less the mean of the iteration's "
            + "other tasks: the same expectation, less variance. The authors' code takes the mean of standardised advantages, which is "
            + "0 but for rounding.",
        "Evaluation: not described. The last policy (the authors' code takes the best of several by the figure it reports), 400 unseen "
            + "tasks per seed, the same for all learners.",
        "The paper does not say what its ± is: taken as printed.",
    ];

    /// <summary>The problem of the text.</summary>
    /// <returns>The table.</returns>
    public static TableReproduction Text()
    {
        ImproveConfiguration configuration = Navigation2DExperiment.Configuration with
        {
            Tasks = Tasks,
            Scoring = Scoring,
        };
        var rows = new Rows(
            configuration,
            new SgMrl { Inner = s_inner, Rollouts = s_rollouts, GradientOrder = GradientOrder.FirstOrder, Outer = s_outer },
            new FirstOrderMaml { Inner = s_inner, Rollouts = s_rollouts, Outer = s_outer },
            new EMaml { Inner = s_inner, Rollouts = s_rollouts, GradientOrder = GradientOrder.FirstOrder, Outer = s_outer });
        return Table(
            "sg-mrl/table1", "SG-MRL, MAML and E-MAML on 2D navigation, as the paper's text states it.", rows,
            new Navigation2DOptions(), new ReproductionProtocol
            {
                Source = "Fallah et al. (2021), Table 1",
                Measure = Measure,
                Stated =
            [
                .. s_stated, "Reward −‖s − g‖², each component of a velocity clipped to ±0.1, goals uniform in [−0.5, 0.5]² (§5).",
                "First-order SG-MRL (§5).",
            ],
                Assumptions =
            [
                "Standard deviation of actions: 0.1, as large as the largest component of a velocity, and not learned.",
                "No walls, and no end at the goal: the text has neither.",
                "MAML and E-MAML are of first order too: §5 gives SG-MRL at most 1.05 times the time of MAML, and the learners then "
                    + "differ in the sampling term alone.",
                "Outer gradient: mean over trajectories of sums over steps, advantages at their own scale (eq. 4).",
                .. s_assumed,
            ],
            });
    }

    /// <summary>The problem of the authors' published code, and its settings where it has any.</summary>
    /// <returns>The table.</returns>
    /// <seealso href="https://github.com/kristian-georgiev/SGMRL">sgmrl_experiments/vpg_run.py, sgmrl_configs/sgmrl_full.json,
    /// maml_zoo.</seealso>
    public static TableReproduction Code()
    {
        ImproveConfiguration configuration = Navigation2DExperiment.Configuration with
        {
            Environment = Navigation2DFamily.SquareId,
            Tasks = Tasks,
            Policy = Navigation2DExperiment.Configuration.Policy with
            {
                Activation = Activation.Tanh,
                InitialLogStd = 0,
                LearnLogStd = true,
            },
            Scoring = Scoring,
        };
        RolloutSettings rollouts = s_rollouts with { StandardizesOuter = true, Trace = 0.997, InnerTrace = 0.997 };
        var scores = new SurrogateSettings { InnerSurrogate = SurrogateName.Score, OuterSurrogate = SurrogateName.Score };
        var rows = new Rows(
            configuration,
            new SgMrl { Inner = s_inner, Rollouts = rollouts, OuterSurrogate = SurrogateName.Score, Outer = s_outer },
            new Maml { Inner = s_inner, Rollouts = rollouts, Surrogates = scores, Outer = s_outer },
            new EMaml { Inner = s_inner, Rollouts = rollouts, Surrogates = scores, Outer = s_outer });
        return Table(
            "sg-mrl/table1-code", "The same table on the problem of the authors' published code, which differs from the text.",
            rows, Navigation2DOptions.Square, new ReproductionProtocol
            {
                Source = "Fallah et al. (2021), Table 1, with the environment and the settings of github.com/kristian-georgiev/SGMRL",
                Measure = Measure,
                Stated =
            [
                "By the code: reward −‖s − g‖, walls at ±0.5, end within 0.01 of the goal, an action of 1 moves by 0.01 "
                    + "(point_env_2d_v2.py, normalized_env.py).",
                "By the code: two hidden layers of 100 tanh units, learned standard deviation that begins at 1 "
                    + "(meta_gaussian_mlp_policy.py).",
                "By the code: log-likelihood surrogates with second derivatives, standardised advantages inside and outside, trace "
                    + "0.997 (sgmrl_full.json, vpg_sgmrl.py).",
                .. s_stated.Skip(1),
            ],
                Assumptions = s_assumed,
            });
    }

    private const string Measure =
        "Undiscounted return over 100 steps after one adaptation step on 20 episodes, sampled actions, mean over 400 unseen tasks with "
            + "20 episodes each and over seeds; the policy after the last iteration.";

    private const double NoClipping = 1e12;

    private static TaskSettings Tasks { get; } = new() { Training = 20, Fresh = true, Validation = 10, Test = 400 };

    private static ScoringSettings Scoring { get; } = new() { Actions = ActionKind.Sampled, Repeats = 1, DegradedBy = 1 };

    private static TableReproduction Table(
        string id, string summary, Rows rows, Navigation2DOptions options, ReproductionProtocol protocol)
        => new()
        {
            Id = id,
            Summary = summary,
            Protocol = protocol with
            {
                References =
            [
                new("standing still", Column, NavigationScale.StandingStill(options), "Mean over all goals of a policy that never moves."),
                new(
                    "knowing the goal", Column, NavigationScale.KnowingTheGoal(options),
                    "Mean over all goals of the fastest way: nothing can be better."),
            ],
            },
            Cells =
        [
            new(SgMrlRow, Column, new PaperValue(-16.901, 0.699)),
            new(MamlRow, Column, new PaperValue(-17.767, 0.106)),
            new(EMamlRow, Column, new PaperValue(-17.803, 0.115)),
        ],
            Claims = [new(SgMrlRow, MamlRow, Column), new(SgMrlRow, EMamlRow, Column)],
            Seeds = 10,
            Series =
        [
            Series("sg-mrl", SgMrlRow, rows.Configuration, rows.SgMrl),
            Series("maml", MamlRow, rows.Configuration, rows.Maml),
            Series("e-maml", EMamlRow, rows.Configuration, rows.EMaml),
        ],
        };

    private static ReproductionSeries Series(
        string name, string label, ImproveConfiguration configuration, LearnerSettings learner) => new()
        {
            Name = name,
            Label = label,
            Runner = new ImprovementRunner(
            Navigation2DExperiment.Name, label, configuration with { Meta = configuration.Meta with { Learner = learner } }, s_quick),
            Read = SeriesFigures.BaseMean(label, Column),
        };

    /// <summary>The learners of a table on one problem.</summary>
    private sealed record Rows(ImproveConfiguration Configuration, LearnerSettings SgMrl, LearnerSettings Maml, LearnerSettings EMaml);
}
