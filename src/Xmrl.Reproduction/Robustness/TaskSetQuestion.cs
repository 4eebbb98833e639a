using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Question (a) of the study: fixed sets of training tasks instead of dense sampling.</summary>
internal static class TaskSetQuestion
{
    private const string Dense = "dense";
    private const string GapColumn = "generalization gap: training less test tasks";

    private static readonly ImmutableArray<int> s_sizes = [15, 30, 75];

    /// <summary>The learners with the study's final figures for 15, 30 and 75 tasks and for dense sampling.</summary>
    private static readonly ImmutableArray<(StudyLearner Learner, double[] Final)> s_rows =
    [
        (StudyLearner.Pearl, [-503, -465, -457, -440]),
        (StudyLearner.MamlPpo, [-425, -398, -361, -349]),
        (StudyLearner.Rl2, [-552, -556, -547, -547]),
    ];

    /// <summary>The question.</summary>
    /// <param name="variant">The form.</param>
    public static CurveReproduction Create(ReproductionVariant variant)
    {
        (CurveRun Run, double Paper)[] runs =
        [
            .. s_rows.SelectMany(row => s_sizes.Select(size => (Run(row.Learner, size, variant.Scale), row.Final[s_sizes.IndexOf(size)]))
                .Append((Run(row.Learner, null, variant.Scale), row.Final[^1]))),
        ];
        return new CurveReproduction
        {
            Id = "a",
            Summary = "PEARL, MAML-PPO and RL² with 15, 30, 75 training tasks or dense sampling on AntGoal-v1; needs libmujoco but at "
                + "quick scale.",
            Variant = variant,
            Forms = Create,
            Runs = [.. runs.Select(run => run.Run)],
            Cells =
            [
                .. runs.Select(run => new ReproductionCell(run.Run.Row, CurveReproduction.FinalColumn, StudyWords.Read(run.Paper))),
                .. runs.Select(run => new ReproductionCell(run.Run.Row, CurveReproduction.BestColumn, null)),
                .. runs.Where(run => HasSet(run.Run)).Select(run => new ReproductionCell(run.Run.Row, GapColumn, null)),
            ],
            Values = (run, reading) =>
            [
                (run.Row, CurveReproduction.FinalColumn, reading.Final(CurveReading.Whole)),
                (run.Row, CurveReproduction.BestColumn, reading.Best(CurveReading.Whole)),
                (run.Row, GapColumn, reading.Gap()),
            ],
            Claims =
            [
                .. new[] { StudyLearner.MamlPpo, StudyLearner.Pearl }.Select(
                    learner => new OrderingClaim(Row(learner, null), Row(learner, s_sizes[0]), CurveReproduction.FinalColumn)),
            ],
            Equivalences =
            [
                new(
                    Row(StudyLearner.Rl2, null), Row(StudyLearner.Rl2, s_sizes[0]), CurveReproduction.FinalColumn,
                    StudyProblem.Goal.At(variant.Scale).Margin),
            ],
            Stated = ["\"Ant-Direction\", fixed sets of training tasks, tests on new ones (Section 3, question a)."],
            Assumptions =
            [
                "The environment is AntGoal-v1, which the study ran under the name of Ant-Direction: places in a disc of 3 m, paid by the "
                    + "negative distance along the axes.",
                "Sets are nested: 15 tasks are the first of 30, these the first of 75, and all learners of a seed have the same ones. MAML "
                    + "and RL² draw from them with replacement. Dense is a set of 150 for PEARL, whose replay belongs to its tasks.",
                "Added by us: the generalization gap, and that RL² does not differ by 30 or more as a claim with two one-sided tests.",
            ],
            Faults =
            [
                new("The axis of training steps counts those of evaluations too: twice as many.", ["RL²", "MAML"]),
                new("The text says that dense sampling helps RL²; the curves differ by at most 10.", ["RL²"]),
            ],
        };
    }

    private static bool HasSet(CurveRun run) => run.Configuration.Tasks.Training > 0;

    private static CurveRun Run(StudyLearner learner, int? size, ReproductionScale scale)
    {
        StudyConfiguration dense = StudyLearners.Configuration(learner, StudyProblem.Goal, scale);
        return new CurveRun(
            learner, Condition(size), size is { } tasks ? dense with { Tasks = dense.Tasks with { Training = tasks } } : dense)
        { Varied = ["tasks.training"] };
    }

    private static string Row(StudyLearner learner, int? size) => $"{learner.Label}, {Condition(size)}";

    private static string Condition(int? size) => size is { } tasks ? string.Create(CultureInfo.InvariantCulture, $"{tasks} tasks") : Dense;
}
