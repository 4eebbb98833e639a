using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Question (d) of the study: training on a sector of the directions, tests on the others.</summary>
internal static class SectorQuestion
{
    private const string OutsideColumn = "outside the sector, final";
    private const string OutsideBestColumn = "outside the sector, best";
    private const string ChosenColumn = "outside the sector, on tasks that did not choose";
    private const int Quarter = 90;

    private static readonly ImmutableArray<int> s_sectors = [90, 180, 270, 360];

    /// <summary>The learners with the study's final and best figures by sector.</summary>
    private static readonly ImmutableArray<(StudyLearner Learner, double[] Final, double?[] Best)> s_rows =
    [
        (StudyLearner.Pearl, [-758, -682, -629, -440], [-606, -599, -574, null]),
        (StudyLearner.MamlPpo, [-619, -612, -581, -349], [null, null, null, null]),
        (StudyLearner.Rl2, [-942, -824, -726, -547], [-768, -739, -678, null]),
    ];

    /// <summary>The question.</summary>
    /// <param name="variant">The form.</param>
    public static CurveReproduction Create(ReproductionVariant variant)
    {
        CurveRun[] runs = [.. s_rows.SelectMany(row => s_sectors.Select(sector => Run(row.Learner, sector, variant.Scale)))];
        CurveRun[] sectors = [.. runs.Where(run => run.Learner == StudyLearner.Pearl && run.Configuration.Tasks.Sector < 360)];
        return new CurveReproduction
        {
            Id = "d",
            Summary = "PEARL, MAML-PPO and RL² trained on 90, 180, 270 or all 360 degrees of AntGoal-v1, tested on the others; needs "
                + "libmujoco but at quick scale.",
            Variant = variant,
            Forms = Create,
            Runs = [.. runs],
            Cells =
            [
                .. from row in s_rows
                   from sector in s_sectors
                   select new ReproductionCell(Row(row.Learner, sector), OutsideColumn, StudyWords.Read(row.Final[sector / Quarter - 1])),
                .. from row in s_rows
                   from sector in s_sectors
                   let best = row.Best[sector / Quarter - 1]
                   select new ReproductionCell(
                       Row(row.Learner, sector), OutsideBestColumn, best is { } printed ? StudyWords.Read(printed) : null),
                .. Held().SelectMany(from => runs.Select(run => new ReproductionCell(run.Row, Region(from), null))),
                .. Quadrants().SelectMany(quadrant => runs.Select(run => new ReproductionCell(run.Row, Quadrant(quadrant), null))),
                .. sectors.SelectMany(run => new[] { Best(run), End(run) }).Select(row => new ReproductionCell(row, ChosenColumn, null)),
            ],
            Values = (run, reading) => Values(run, reading, sectors.Contains(run)),
            Claims =
            [
                .. from row in s_rows
                   from place in Enumerable.Range(0, s_sectors.Length - 1)
                   select new OrderingClaim(
                       Row(row.Learner, s_sectors[place + 1]), Row(row.Learner, s_sectors[place]), Region(s_sectors[place])),
                .. sectors.Select(run => new OrderingClaim(Best(run), End(run), ChosenColumn)),
            ],
            Stated = ["Training on 0 to 90° and other parts of the directions, tests on the rest (Section 3, question d)."],
            Assumptions =
            [
                "A task in a sector has the distance of the task that the seed has without one, and the same share of the angle. PEARL has "
                    + "150 tasks in every sector, the others new ones.",
                "Added by us: every policy is scored on every quadrant, so that sectors are compared on the same tasks, those that the "
                    + "smaller one leaves out; without that, 360° has no control.",
                "Added by us: PEARL falls from its best outside the sector, on tasks that did not choose the best evaluation (a largest "
                    + "figure exceeds a final one by chance).",
            ],
            Faults =
            [
                new("The figures of 360° are on the training distribution: they are no control for the others.", []),
                new("The axis of training steps counts those of evaluations too: twice as many.", ["RL²", "MAML"]),
            ],
        };
    }

    private static IEnumerable<(string Row, string Column, double? Value)> Values(CurveRun run, CurveReading reading, bool choosesBest)
    {
        int sector = (int)run.Configuration.Tasks.Sector;
        int[] outside = [.. Outside(sector)];
        IReadOnlyList<string> region = CurveReading.Region(outside);
        yield return (run.Row, OutsideColumn, reading.Final(region));
        yield return (run.Row, OutsideBestColumn, reading.Best(region));
        foreach (int from in Held())
        {
            yield return (run.Row, Region(from), reading.Final(CurveReading.Region(Outside(from))));
        }

        foreach (int quadrant in Quadrants())
        {
            yield return (run.Row, Quadrant(quadrant), reading.Final(CurveReading.Region([quadrant])));
        }

        if (choosesBest)
        {
            IReadOnlyList<string> scored = CurveReading.Region(outside, "b");
            yield return (Best(run), ChosenColumn, reading.BestBy(CurveReading.Region(outside, "a"), scored));
            yield return (End(run), ChosenColumn, reading.Final(scored));
        }
    }

    /// <summary>The quadrants outside a sector; all of them for the whole, as in the study.</summary>
    private static IEnumerable<int> Outside(int sector)
        => sector == 360 ? Quadrants() : Quadrants().Where(quadrant => quadrant * Quarter > sector);

    private static IEnumerable<int> Quadrants() => Enumerable.Range(1, StudyTasks.Quadrants);

    private static IEnumerable<int> Held() => s_sectors.SkipLast(1);

    private static CurveRun Run(StudyLearner learner, int sector, ReproductionScale scale)
    {
        StudyConfiguration whole = StudyLearners.Configuration(learner, StudyProblem.Goal, scale);
        return new CurveRun(
            learner, Condition(sector),
            whole with { Tasks = whole.Tasks with { Sector = sector, Test = StudySizes.Of(scale).QuadrantTests } })
        { Varied = ["tasks.sector"] };
    }

    private static string Row(StudyLearner learner, int sector) => $"{learner.Label}, {Condition(sector)}";

    private static string Best(CurveRun run) => $"{run.Row}, at its best";

    private static string End(CurveRun run) => $"{run.Row}, at its end";

    private static string Condition(int sector) => string.Create(CultureInfo.InvariantCulture, $"{sector}°");

    private static string Region(int from) => string.Create(CultureInfo.InvariantCulture, $"{from}–360°, final");

    private static string Quadrant(int quadrant) => string.Create(CultureInfo.InvariantCulture, $"quadrant {quadrant}, final");
}
