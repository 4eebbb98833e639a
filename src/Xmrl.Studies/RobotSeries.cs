using Xmrl.Reproduction;
using Xmrl.Training.Hosting;

namespace Xmrl.Studies;

/// <summary>The runs of a condition on robots.</summary>
internal static class RobotSeries
{
    /// <summary>Rows of every condition.</summary>
    public static IEnumerable<string> Rows => [.. StoredRows.Offline, StoredRows.Seen, .. StoredRows.Rounds, .. StoredRows.Collected];

    /// <summary>Rows that have scores with sampled actions.</summary>
    public static IEnumerable<string> Learned => Rows.Except(StoredRows.Collected);

    /// <summary>A series.</summary>
    /// <param name="names">Name in folder names, and for people.</param>
    /// <param name="settings">The condition in full and in short.</param>
    /// <param name="panel">Panel of the curves.</param>
    /// <param name="named">Name of a row in the table.</param>
    /// <param name="values">Cells that a result fills.</param>
    public static ReproductionSeries Of(
        (string Name, string Label) names, (StoredConfiguration Full, StoredConfiguration Quick) settings, string panel,
        Func<string, string> named, Func<StoredResult, IEnumerable<(string Row, string Column, double Value)>> values) => new()
        {
            Name = names.Name,
            Label = names.Label,
            Runner = new StoredStudyExperiment("robustness-robots", settings.Full, settings.Quick),
            Action = ExperimentAction.Train,
            Read = folder =>
            {
                StoredResult result = StoredResult.Read(folder, Rows);
                RunFigures figures = SeriesFigures.Of(
                    folder,
                    values(result).Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(named(cell.Row), cell.Column), cell.Value)));
                return figures with { Remarks = [RobotWords.Spent(result)] };
            },
            Curves = folder =>
            {
                StoredResult result = StoredResult.Read(folder, Rows);
                return
                [
                    .. StoredRows.Trained.Select(row => new RunCurve(panel, named(row), result.OuterSteps, result.Curves[row])),
                ];
            },
        };
}
