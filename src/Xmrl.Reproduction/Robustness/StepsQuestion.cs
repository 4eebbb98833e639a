using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Question (e) of the study: how many gradient steps MAML needs where it was not trained.</summary>
internal static class StepsQuestion
{
    private const int Steps = 16;
    private const int Evaluations = 4;
    private const string Untrained = "untrained";
    private const string SpeedColumn = "steps to 90 % of what the 360° policy gains over the untrained one";
    private const double Share = 0.9;

    private static readonly StudyLearner s_learner = StudyLearner.MamlTrpo;
    private static readonly ImmutableArray<int> s_sectors = [90, 180, 270, 360];

    /// <summary>The study's figures at 0 and 16 steps, by row.</summary>
    private static readonly ImmutableArray<(string Row, double First, double Last)> s_paper =
    [
        (Row(90), -502, 222), (Row(180), -450, 321), (Row(270), -598, 186), (Row(360), 62, 489), (Untrained, 66, 165),
    ];

    /// <summary>The quadrant that every sector but the whole leaves out.</summary>
    private static IReadOnlyList<string> Quadrant => CurveReading.Region([StudyTasks.Quadrants]);

    /// <summary>The question.</summary>
    /// <param name="variant">The form.</param>
    public static CurveReproduction Create(ReproductionVariant variant) => new()
    {
        Id = "e",
        Summary = "MAML trained on 90, 180, 270 or 360 degrees of AntAngle-v1, 0 to 16 gradient steps outside; needs libmujoco but at "
            + "quick scale.",
        Variant = variant,
        Forms = Create,
        Runs = [.. s_sectors.Select(sector => Run(sector, variant.Scale))],
        Cells =
        [
            .. from step in Enumerable.Range(0, Steps + 1)
               from paper in s_paper
               select new ReproductionCell(
                   paper.Row, Column(step),
                   step == 0 ? StudyWords.Read(paper.First) : step == Steps ? StudyWords.Read(paper.Last) : null),
            .. s_sectors.SkipLast(1).Select(sector => new ReproductionCell(Row(sector), SpeedColumn, null)),
        ],
        Values = Values,
        Claims =
        [
            .. s_sectors.SkipLast(1).Select(sector => new OrderingClaim(Row(sector), Untrained, Column(Steps))),
            .. from sector in s_sectors.SkipLast(1)
               from step in Enumerable.Range(0, Steps + 1)
               select new OrderingClaim(Row(360), Row(sector), Column(step)),
        ],
        Derive = Speeds,
        Pictures =
        [
            new FigurePicture
            {
                Title = "Gradient steps outside the sector",
                Axis = "Mean return on tasks from 270 to 360°",
                Columns = [.. Enumerable.Range(0, Steps + 1).Select(Column)],
                Labels = [.. Enumerable.Range(0, Steps + 1).Select(step => step.ToString(CultureInfo.InvariantCulture))],
                Rows = [.. s_sectors.Select(Row)],
                Limits = [Untrained],
            },
        ],
        Stated = ["MAML that was trained on a part of the directions, tested with further gradient steps outside (Section 3, question e)."],
        Assumptions =
        [
            "As run: a reward for speed along the direction (AntAngle-v1), 500 iterations with a trust region, tests on 40 tasks.",
            "All policies are tested on the quadrant from 270 to 360°, which all sectors leave out; the study tests each outside its own "
                + "sector, 360° on its training distribution.",
            "Added by us: steps to 90 % of what the 360° policy gains over the untrained one within 16 steps; 17 for more than 16.",
        ],
        Faults = [new("The row of 360° is on the training distribution: it is no control for the others.", [])],
    };

    private static IEnumerable<(string Row, string Column, double? Value)> Values(CurveRun run, CurveReading reading)
    {
        double[] trained = reading.Adaptation(reading.Result.Trained, Quadrant);
        double[] untrained = reading.Adaptation(reading.Result.Untrained, Quadrant);
        for (int step = 0; step <= Steps; step++)
        {
            yield return (run.Row, Column(step), trained[step]);
            if (run.Configuration.Tasks.Sector == StudyTaskSettings.AllDegrees)
            {
                yield return (Untrained, Column(step), untrained[step]);
            }
        }
    }

    /// <summary>Where each sector's curve reaches nine tenths of the way from the untrained policy to the 360° policy.</summary>
    private static IEnumerable<KeyValuePair<string, double>> Speeds(IReadOnlyDictionary<string, double> values)
    {
        if (!values.TryGetValue(Key(Untrained, Steps), out double start) || !values.TryGetValue(Key(Row(360), Steps), out double end))
        {
            yield break;
        }

        double goal = start + (Share * (end - start));
        foreach (int sector in s_sectors.SkipLast(1).Where(sector => values.ContainsKey(Key(Row(sector), Steps)) && goal > start))
        {
            int steps = Enumerable.Range(0, Steps + 1).TakeWhile(step => values[Key(Row(sector), step)] < goal).Count();
            yield return KeyValuePair.Create(ReproductionCell.KeyOf(Row(sector), SpeedColumn), (double)steps);
        }

        static string Key(string row, int step) => ReproductionCell.KeyOf(row, Column(step));
    }

    private static CurveRun Run(int sector, ReproductionScale scale)
    {
        StudyConfiguration whole = StudyLearners.Configuration(s_learner, StudyProblem.Angle, scale);
        return new CurveRun(
            s_learner, Condition(sector),
            whole with
            {
                // What is asked is measured after the training.
                Meta = whole.Meta with { Validations = Evaluations },
                Tasks = whole.Tasks with { Sector = sector, Test = StudySizes.Of(scale).QuadrantTests },
                Scoring = whole.Scoring with { CurveSteps = Steps },
            })
        { Varied = ["tasks.sector"] };
    }

    private static string Row(int sector) => $"{s_learner.Label}, {Condition(sector)}";

    private static string Condition(int sector) => string.Create(CultureInfo.InvariantCulture, $"{sector}°");

    private static string Column(int step) => string.Create(CultureInfo.InvariantCulture, $"{step} step{(step == 1 ? "" : "s")}");
}
