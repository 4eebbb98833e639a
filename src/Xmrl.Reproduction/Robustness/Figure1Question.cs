using System.Collections.Immutable;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Figure 1 of the study: all learners on the HalfCheetah's two directions.</summary>
internal static class Figure1Question
{
    private const string AlikeColumn = "final, all by the last trajectories and mean actions";
    private const string SpeedColumn = "speed: −log₁₀ of the training steps to 90 % of its gain";

    /// <summary>The learners with the study's final and best figures.</summary>
    private static readonly ImmutableArray<(StudyLearner Learner, double Final, double Best)> s_rows =
    [
        (StudyLearner.Pearl, 1794, 1912),
        (StudyLearner.Rl2, 974, 1017),
        (StudyLearner.MamlPpo, 717, 775),
        (StudyLearner.MamlTrpo, 343, 429),
    ];

    /// <summary>The question.</summary>
    /// <param name="variant">The form.</param>
    public static CurveReproduction Create(ReproductionVariant variant) => new()
    {
        Id = "figure1",
        Summary = "PEARL, RL², MAML-PPO and MAML-TRPO over training steps on HalfCheetahDirection-v1; needs libmujoco but at quick scale.",
        Variant = variant,
        Forms = Create,
        Runs =
        [
            .. s_rows.Select(row => new CurveRun(
                row.Learner, string.Empty, StudyLearners.Configuration(row.Learner, StudyProblem.Direction, variant.Scale))),
        ],
        Cells =
        [
            .. s_rows.Select(row => new ReproductionCell(row.Learner.Label, CurveReproduction.FinalColumn, StudyWords.Read(row.Final))),
            .. s_rows.Select(row => new ReproductionCell(row.Learner.Label, CurveReproduction.BestColumn, StudyWords.Read(row.Best))),
            .. s_rows.Select(row => new ReproductionCell(row.Learner.Label, AlikeColumn, null)),
            .. s_rows.Select(row => new ReproductionCell(row.Learner.Label, SpeedColumn, null)),
        ],
        Values = (run, reading) =>
        [
            (run.Row, CurveReproduction.FinalColumn, reading.Final(CurveReading.Whole)),
            (run.Row, CurveReproduction.BestColumn, reading.Best(CurveReading.Whole)),
            (run.Row, AlikeColumn, reading.Alike().Final(CurveReading.Whole)),
            (run.Row, SpeedColumn, -Log(reading.StepsToGain())),
        ],
        Claims =
        [
            .. s_rows.Zip(s_rows.Skip(1), (better, worse)
                => new OrderingClaim(better.Learner.Label, worse.Learner.Label, CurveReproduction.FinalColumn)),
            new(StudyLearner.Pearl.Label, StudyLearner.Rl2.Label, SpeedColumn, By: 1),
        ],
        Stated =
        [
            "Horizon 200; MAML 2 × 20 trajectories of 40 tasks in 300 iterations: 9.6·10⁷ steps (Section 4).",
            "The text reads 750, 250, 1,100 and 1,900 for MAML-PPO, MAML-TRPO, RL² and PEARL off its figure, \"about 100 times fewer\" "
                + "steps for PEARL.",
        ],
        Assumptions =
        [
            "PEARL trains on the two directions, the others on tasks of both in equal parts.",
            "PEARL's column of its authors for this robot; RL² and MAML-TRPO have 1,000 iterations.",
            "Added by us: all learners by one kind of score, and the claim that PEARL gains 90 % of what it gains within a tenth of the "
                + "steps of RL².",
        ],
        Faults = [new("Panels are of different code bases, of which each has its own HalfCheetah.", [])],
    };

    private static double? Log(double? steps) => steps is { } some ? Math.Log10(Math.Max(1, some)) : null;
}
