using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Page;

/// <summary>Gathers the curves of a reproduction's runs for its panels as they finish.</summary>
/// <param name="reproduction">The table.</param>
/// <param name="configuration">Its seeds.</param>
internal sealed class PanelCurves(TableReproduction reproduction, ReproductionConfiguration configuration)
{
    /// <summary>Name of the file in the folder of a reproduction that holds the averages.</summary>
    internal const string FileName = "panels.json";

    private readonly Dictionary<ReproductionRun, IReadOnlyList<RunCurve>> _runs = [];

    /// <summary>Reads the curves of a run that is finished; none where its series has none.</summary>
    internal void Add(ReproductionRun run, RunDirectory folder) => _runs[run] = run.Series.Curves?.Invoke(folder) ?? [];

    /// <summary>The panels with averages over seeds; as long as the shortest curve of a name.</summary>
    internal IReadOnlyList<FilledPanel> Average()
    {
        RunCurve[] curves = [.. reproduction.Runs(configuration).SelectMany(run => _runs.GetValueOrDefault(run, []))];
        return
        [
            .. reproduction.Panels.Select(panel => new FilledPanel(
                panel,
                [
                    .. curves.Where(curve => curve.Panel == panel.Title)
                        .GroupBy(curve => curve.Label)
                        .Select(label => new PanelCurve(label.Key, Points([.. label]))),
                ])),
        ];
    }

    private static PanelPoint[] Points(RunCurve[] runs)
    {
        var points = new PanelPoint[runs.Min(run => Math.Min(run.X.Count, run.Y.Count))];
        for (int i = 0; i < points.Length; i++)
        {
            // The interval of two seeds is so wide that no curve would be seen beside it.
            Interval interval = StudentMean.Interval([.. runs.Select(run => run.Y[i])]);
            bool isShown = runs.Length >= ReproductionRules.FewestSeeds;
            points[i] = new PanelPoint(
                runs.Average(run => run.X[i]), interval.Value, isShown ? interval.Low : null, isShown ? interval.High : null);
        }

        return points;
    }
}
