using System.Collections.Immutable;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Robustness;

namespace Xmrl.Studies;

/// <summary>Figure 2 of the study: MACAW on stored episodes of HalfCheetah in two directions.</summary>
internal static class CheetahTable
{
    /// <summary>Column of the mean returns of mean actions at the end.</summary>
    public const string Final = "final";

    /// <summary>Column of the same after a quarter of the outer steps.</summary>
    public const string Quarter = "a quarter of the outer steps";

    /// <summary>Column of the mean returns of sampled actions at the end.</summary>
    public const string Sampled = "final, sampled actions";

    private const string Panel = "Training";
    private const string Axis = "outer steps on stored data";
    private const string Return = "Mean return of both directions, mean actions";

    // Read from the drawing of Figure 2 at 55,000 outer steps.
    private const double StudyFinal = 882;

    /// <summary>The figure.</summary>
    public static TableReproduction Create() => new()
    {
        Id = "robustness/figure2",
        Summary = "MACAW on stored episodes of HalfCheetah in two directions, its controls, and the same learner online; needs libmujoco.",
        Protocol = RobotWords.Direction,
        Series =
        [
            RobotSeries.Of(
                ("halfcheetah-direction", "HalfCheetah direction"), (RobotScale.Direction, RobotScale.QuickDirection), Panel,
                static row => row, Values),
        ],
        Cells = [.. RobotSeries.Rows.SelectMany(Cells)],
        Claims =
        [
            .. new[]
            {
                StoredRows.None, StoredRows.Other, StoredRows.Own, StoredRows.Imitation, StoredRows.Collector, StoredRows.OnlineBuffer,
                StoredRows.OnlineOwn,
            }.Select(row => new OrderingClaim(StoredRows.Buffer, row, Final)),
        ],
        Seeds = 3,
        QuickSeeds = 1,
        Panels = [new CurvePanel(Panel, Axis, Return)],
        Pictures =
        [
            new FigurePicture
            {
                Title = "MACAW on HalfCheetah in two directions",
                Axis = Return,
                Columns = [Final],
                Labels = [Final],
                Rows = [.. RobotSeries.Rows.Except(StoredRows.Collected)],
                Limits = [.. StoredRows.Collected],
            },
        ],
    };

    private static IEnumerable<ReproductionCell> Cells(string row)
    {
        yield return new ReproductionCell(row, Final, row == StoredRows.Buffer ? StudyWords.Read(StudyFinal) : null);
        if (StoredRows.Trained.Contains(row))
        {
            yield return new ReproductionCell(row, Quarter, null);
        }

        if (RobotSeries.Learned.Contains(row))
        {
            yield return new ReproductionCell(row, Sampled, null);
        }
    }

    private static IEnumerable<(string Row, string Column, double Value)> Values(StoredResult result) =>
    [
        .. RobotSeries.Rows.Select(row => (row, Final, result.MeanActions[row])),
        .. StoredRows.Trained.Select(row => (row, Quarter, result.AfterQuarter(row))),
        .. RobotSeries.Learned.Select(row => (row, Sampled, result.Sampled[row])),
    ];
}
