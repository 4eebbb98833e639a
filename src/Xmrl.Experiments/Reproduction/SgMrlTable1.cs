using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Environments.Navigation2D;

namespace Xmrl.Experiments.Reproduction;

/// <summary>Table 1 of sg-mrl: SG-MRL, MAML and E-MAML on two-dimensional navigation. Once as the text states the problem, once as the authors' published code does: they differ.</summary>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), §5, Appendix H.</seealso>
public static class SgMrlTable1
{
    private const string Column = "return after 1 step";
    private const string SgMrl = "SG-MRL";
    private const string Maml = "MAML";
    private const string EMaml = "E-MAML";

    private static readonly ImmutableArray<string> s_quick = ["meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=4", "tasks.test=20", "tasks.validation=4"];

    private static readonly ImmutableArray<string> s_stated =
    [
        "Two hidden layers of 100 ReLU units (Appendix H).",
        "500 iterations of 20 tasks drawn anew, 20 episodes of 100 steps before and after adaptation (Appendix H; Algorithm 1).",
        "Vanilla policy gradient inside and outside, inner step size 0.1, outer 0.001, discount 0.99 (Appendix H).",
        "10 seeds (Appendix H).",
    ];

    /// <summary>The problem of the text.</summary>
    /// <returns>The table.</returns>
    public static TableReproduction Text()
    {
        ImproveConfiguration configuration = Navigation2DExperiment.Configuration with
        {
            Tasks = Tasks,
            Meta = Navigation2DExperiment.Configuration.Meta with { GradientOrder = GradientOrder.FirstOrder, MaximumGradientNorm = NoClipping },
            Scoring = Scoring,
        };
        return Table("sg-mrl/table1", "SG-MRL, MAML and E-MAML on 2D navigation, as the paper's text states it.", configuration, new Navigation2DOptions(), new ReproductionProtocol
        {
            Source = "Fallah et al. (2021), Table 1",
            Measure = Measure,
            Stated = [.. s_stated, "Reward −‖s − g‖², each component of a velocity clipped to ±0.1, goals uniform in [−0.5, 0.5]² (§5).", "First-order SG-MRL (§5)."],
            Assumptions =
            [
            ],
        });
    }

    /// <summary>The problem of the authors' published code, and its settings where it has any.</summary>
    /// <returns>The table.</returns>
    /// <seealso href="https://github.com/kristian-georgiev/SGMRL">sgmrl_experiments/vpg_run.py, sgmrl_configs/sgmrl_full.json, maml_zoo.</seealso>
    public static TableReproduction Code()
    {
        ImproveConfiguration configuration = Navigation2DExperiment.Configuration with
        {
            Environment = Navigation2DFamily.SquareId,
            Tasks = Tasks,
            Policy = Navigation2DExperiment.Configuration.Policy with { Activation = Activation.Tanh, InitialLogStd = 0, LearnLogStd = true },
            Meta = Navigation2DExperiment.Configuration.Meta with
            {
                InnerSurrogate = SurrogateName.Score,
                OuterSurrogate = SurrogateName.Score,
                StandardizesOuter = true,
                Trace = 0.997,
                InnerTrace = 0.997,
                MaximumGradientNorm = NoClipping,
            },
            Scoring = Scoring,
        };
        return Table("sg-mrl/table1-code", "The same table on the problem of the authors' published code, which differs from the text.", configuration, Navigation2DOptions.Square, new ReproductionProtocol
        {
            Source = "Fallah et al. (2021), Table 1, with the environment and the settings of github.com/kristian-georgiev/SGMRL",
            Measure = Measure,
            Stated =
            [
                .. s_stated,
            ],
            Assumptions =
            [
            ],
        });
    }

    private const string Measure =
        "Undiscounted return over 100 steps after one adaptation step on 20 episodes, sampled actions, mean over 1,600 unseen tasks with 20 episodes each and over seeds; the policy after the last iteration.";

    private const double NoClipping = 1e12;

    /// <summary>1,600 test tasks: 80 batches of 20, as many as the authors' code takes.</summary>
    private static TaskSettings Tasks { get; } = new() { Training = 20, Fresh = true, Validation = 40, Test = 1600 };

    private static ScoringSettings Scoring { get; } = new() { Actions = ActionKind.Sampled, Repeats = 1, DegradedBy = 1 };

    private static TableReproduction Table(string id, string summary, ImproveConfiguration configuration, Navigation2DOptions options, ReproductionProtocol protocol) => new()
    {
        Id = id,
        Summary = summary,
        Protocol = protocol with
        {
            References =
            [
                new("standing still", Column, NavigationScale.StandingStill(options), "Mean over all goals of a policy that never moves."),
                new("knowing the goal", Column, NavigationScale.KnowingTheGoal(options), "Mean over all goals of the fastest way: nothing can be better."),
            ],
        },
        Cells =
        [
            new(SgMrl, Column, new PaperValue(-16.901, 0.699)),
            new(Maml, Column, new PaperValue(-17.767, 0.106)),
            new(EMaml, Column, new PaperValue(-17.803, 0.115)),
        ],
        Claims = [new(SgMrl, Maml, Column), new(SgMrl, EMaml, Column)],
        Seeds = 10,
        Series =
        [
            Series("sg-mrl", SgMrl, configuration with { Meta = configuration.Meta with { Learner = LearnerName.SgMrl } }),
            Series("maml", Maml, configuration with { Meta = configuration.Meta with { Learner = configuration.Meta.GradientOrder == GradientOrder.FirstOrder ? LearnerName.FirstOrderMaml : LearnerName.Maml } }),
            Series("e-maml", EMaml, configuration with { Meta = configuration.Meta with { Learner = LearnerName.EMaml } }),
        ],
    };

    private static ReproductionSeries Series(string name, string label, ImproveConfiguration configuration) => new()
    {
        Name = name,
        Label = label,
        Runner = new ImprovementRunner(Navigation2DExperiment.Name, label, configuration, s_quick),
        Read = SeriesFigures.BaseMean(label, Column),
    };
}
