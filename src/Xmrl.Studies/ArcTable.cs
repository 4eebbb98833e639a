using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Robustness;

namespace Xmrl.Studies;

/// <summary>Question (d) of the study for MACAW: Ants that trained on an arc of the angles, tested on the others.</summary>
internal static class ArcTable
{
    /// <summary>Column of the mean return on all quadrants outside the arc; on all of them for the whole.</summary>
    public const string Outside = "outside the arc";

    private const string Panel = "Training";
    private const string Axis = "outer steps on stored data";
    private const string Return = "Mean return on test tasks of all angles, mean actions";
    private const int Quarter = StudyTasks.Quadrants;

    private static readonly ImmutableArray<int> s_arcs = [90, 180, 270, 360];

    // Read from the drawing of the final report's Figure 5a, ends of its curves.
    private static readonly ImmutableArray<double> s_study = [42, 211, 210, 489];

    /// <summary>The question.</summary>
    public static TableReproduction Create() => new()
    {
        Id = "robustness/d-macaw",
        Summary = "MACAW on stored episodes of Ants along 90, 180, 270 or all 360 degrees, tested on the others; needs libmujoco.",
        Protocol = RobotWords.Arcs,
        Series =
        [
            .. s_arcs.Select(arc => RobotSeries.Of(
                (string.Create(CultureInfo.InvariantCulture, $"arc-{arc}"), Condition(arc)),
                (RobotScale.Arc(arc), RobotScale.QuickArc(arc)), Panel, row => Row(row, arc), result => Values(result, arc))),
        ],
        Cells =
        [
            .. from row in RobotSeries.Rows.Except(StoredRows.Collected)
               from arc in s_arcs
               from cell in Cells(row, arc)
               select cell,
            .. from row in StoredRows.Collected
               from arc in s_arcs
               select new ReproductionCell(Row(row, arc), Whole, null),
        ],
        Claims =
        [
            .. s_arcs.SkipLast(1).Select((arc, place) => new OrderingClaim(
                Row(StoredRows.Buffer, s_arcs[place + 1]), Row(StoredRows.Buffer, arc), Region(arc))),
            .. from row in new[] { StoredRows.None, StoredRows.Own, StoredRows.Imitation, StoredRows.OnlineBuffer }
               select new OrderingClaim(Row(StoredRows.Buffer, s_arcs[0]), Row(row, s_arcs[0]), Region(s_arcs[0])),
        ],
        Seeds = 3,
        QuickSeeds = 1,
        Panels = [new CurvePanel(Panel, Axis, Return)],
        Pictures =
        [
            new FigurePicture
            {
                Title = "MACAW on the quadrants by its training arc",
                Axis = Return,
                Columns = [.. Quadrants().Select(Quadrant)],
                Labels = [.. Quadrants().Select(Quadrant)],
                Rows = [.. s_arcs.Select(arc => Row(StoredRows.Buffer, arc))],
            },
        ],
    };

    private const string Whole = "all angles";

    private static IEnumerable<ReproductionCell> Cells(string row, int arc)
    {
        string name = Row(row, arc);
        yield return new ReproductionCell(name, Whole, null);
        if (row == StoredRows.Seen)
        {
            yield break;
        }

        int place = s_arcs.IndexOf(arc);
        yield return new ReproductionCell(name, Outside, row == StoredRows.Buffer ? StudyWords.Read(s_study[place]) : null);
        foreach (int from in s_arcs.SkipLast(1))
        {
            yield return new ReproductionCell(name, Region(from), null);
        }

        foreach (int quadrant in Quadrants())
        {
            yield return new ReproductionCell(name, Quadrant(quadrant), null);
        }
    }

    private static IEnumerable<(string Row, string Column, double Value)> Values(StoredResult result, int arc)
    {
        foreach (string row in RobotSeries.Rows)
        {
            yield return (row, Whole, result.MeanActions[row]);
            if (!result.Tasks.TryGetValue(row, out double[]? tasks))
            {
                continue;
            }

            yield return (row, Outside, Mean(tasks, arc == (int)StudyTaskSettings.AllDegrees ? 0 : arc));
            foreach (int from in s_arcs.SkipLast(1))
            {
                yield return (row, Region(from), Mean(tasks, from));
            }

            foreach (int quadrant in Quadrants())
            {
                yield return (row, Quadrant(quadrant), tasks.Where((_, i) => i % Quarter == quadrant - 1).Average());
            }
        }
    }

    /// <summary>The mean over test tasks beyond an angle in degrees; task i lies in quadrant i mod 4.</summary>
    private static double Mean(double[] tasks, int from)
        => tasks.Where((_, i) => (i % Quarter * (int)StudyTaskSettings.AllDegrees / Quarter) >= from).Average();

    private static IEnumerable<int> Quadrants() => Enumerable.Range(1, Quarter);

    private static string Row(string row, int arc) => $"{row}, {Condition(arc)}";

    private static string Condition(int arc) => string.Create(CultureInfo.InvariantCulture, $"{arc}°");

    private static string Region(int from) => string.Create(CultureInfo.InvariantCulture, $"{from}–360°");

    private static string Quadrant(int quadrant) => string.Create(CultureInfo.InvariantCulture, $"quadrant {quadrant}");
}
