using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Question (c) of the study: how many tasks an iteration has.</summary>
internal static class MetaBatchQuestion
{
    private const string EqualColumn = "after as many iterations as the largest meta-batch has";
    private const string MeanDivergence = ", mean divergence";

    /// <summary>Iterations of the four meta-batches in halves of those of the third.</summary>
    private static readonly ImmutableArray<int> s_budgets = [8, 4, 2, 1];

    /// <summary>The learners with their meta-batches and the study's final figures, and the claim: this batch above that one.</summary>
    private static readonly ImmutableArray<BatchRow> s_rows =
    [
        new(StudyLearner.Pearl, [2, 5, 10, 20], [-502, -453, -459, -476], (5, 2)),
        new(StudyLearner.MamlPpo, [10, 20, 40, 80], [-523, -432, -349, -352], (40, 10)),
        new(StudyLearner.Rl2, [25, 50, 100, 200], [-525, -533, -545, -617], (25, 200)),
    ];

    /// <summary>The question.</summary>
    /// <param name="variant">The form.</param>
    public static CurveReproduction Create(ReproductionVariant variant)
    {
        CurveRun[] runs = [.. s_rows.SelectMany(row => row.Batches.Select((_, i) => Run(row, i, variant.Scale)))];
        CurveRun[] means = [.. new[] { 0, 1 }.Select(i => Mean(Run(s_rows[0], i, variant.Scale)))];
        return new CurveReproduction
        {
            Id = "c",
            Summary = "Meta-batches of PEARL, MAML-PPO and RL² on AntGoal-v1; needs libmujoco but at quick scale.",
            Variant = variant,
            Forms = Create,
            Runs = [.. runs, .. means],
            Cells =
            [
                .. s_rows.SelectMany(row => row.Batches.Select((batch, i) => new ReproductionCell(
                    Row(row, batch), CurveReproduction.FinalColumn, StudyWords.Read(row.Final[i])))),
                .. means.Select(run => new ReproductionCell(run.Row, CurveReproduction.FinalColumn, null)),
                .. runs.Concat(means).Select(run => new ReproductionCell(
                    run.Row, CurveReproduction.BestColumn, run.Row == Row(s_rows[1], 10) ? StudyWords.Read(-384) : null)),
                .. runs.Concat(means).Select(run => new ReproductionCell(run.Row, EqualColumn, null)),
            ],
            Values = (run, reading) =>
            [
                (run.Row, CurveReproduction.FinalColumn, reading.Final(CurveReading.Whole)),
                (run.Row, CurveReproduction.BestColumn, reading.Best(CurveReading.Whole)),
                (run.Row, EqualColumn, reading.After(runs.Where(other => other.Learner == run.Learner).Min(Iterations))),
            ],
            Claims =
            [
                .. from column in new[] { CurveReproduction.FinalColumn, EqualColumn }
                   from row in s_rows
                   select new OrderingClaim(Row(row, row.Claim.Better), Row(row, row.Claim.Worse), column),
                new(means[1].Row, means[0].Row, CurveReproduction.FinalColumn),
            ],
            Stated = ["The meta-batch is varied within each learner (Section 3, question c)."],
            Assumptions =
            [
                "As run: 2,000, 1,000, 500 and 250 iterations of the four meta-batches, so that environment steps of MAML and RL² are the "
                    + "same, and a gradient step of PEARL has as many tasks as its meta-batch.",
                "Added by us: the same claims after as many iterations, and PEARL with the mean of the divergences of a meta-batch in "
                    + "place of their sum, at ten times the weight, which tells the meta-batch from the weight of the divergence.",
            ],
            Faults =
            [
                new("Meta-batch and number of iterations vary together.", []),
                new("The weight of PEARL's divergence grows with its meta-batch.", ["PEARL"]),
            ],
        };
    }

    private static int Iterations(CurveRun run) => run.Configuration.Meta.Iterations;

    private static CurveRun Run(BatchRow row, int place, ReproductionScale scale)
    {
        StudyConfiguration own = StudyLearners.Configuration(row.Learner, StudyProblem.Goal, scale);
        int iterations = Math.Max(1, own.Meta.Iterations * s_budgets[place] / s_budgets[2]);
        return new CurveRun(
            row.Learner, Condition(row.Batches[place]), StudyLearners.WithBatch(own, row.Batches[place], iterations))
        {
            Varied = [row.Learner == StudyLearner.Pearl ? "meta.metaBatch" : "meta.tasksPerIteration", "meta.iterations"],
            IsReference = place == 2,
        };
    }

    private static CurveRun Mean(CurveRun run) => run with
    {
        Condition = run.Condition + MeanDivergence,
        Configuration = StudyLearners.WithMeanDivergence(run.Configuration),
        Varied = [.. run.Varied, "meta.klReduction", "meta.klWeight"],
        IsReference = false,
    };

    private static string Row(BatchRow row, int batch) => $"{row.Learner.Label}, {Condition(batch)}";

    private static string Condition(int batch) => string.Create(CultureInfo.InvariantCulture, $"meta-batch {batch}");

    /// <summary>A learner with its meta-batches.</summary>
    private sealed record BatchRow(StudyLearner Learner, int[] Batches, double[] Final, (int Better, int Worse) Claim);
}
