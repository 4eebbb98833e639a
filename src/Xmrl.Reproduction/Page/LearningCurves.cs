using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Page;

/// <summary>Gathers the learning curves of a reproduction's runs as they finish.</summary>
/// <param name="reproduction">The table.</param>
/// <param name="configuration">Its seeds.</param>
internal sealed class LearningCurves(TableReproduction reproduction, ReproductionConfiguration configuration)
{
    /// <summary>Name of the file in the folder of a reproduction that holds the averages.</summary>
    internal const string FileName = "curves.json";

    private const string Column = "return_after";
    private const int MostPoints = 100;

    private readonly Dictionary<ReproductionRun, double[]> _runs = [];

    /// <summary>Reads the mean return after adaptation on training tasks of a run that is finished; none where it has no such
    /// metrics.</summary>
    internal void Add(ReproductionRun run, RunDirectory folder) => _runs[run] =
    [
        .. folder.ReadMetrics(string.Empty)
            .Select(row => row.Values.TryGetValue(Column, out double value) ? value : double.NaN)
            .TakeWhile(double.IsFinite),
    ];

    /// <summary>The averages over seeds, in at most 100 blocks of iterations; series without metrics are left out.</summary>
    internal IReadOnlyList<LearningCurve> Average()
    {
        var curves = new List<LearningCurve>();
        foreach (IGrouping<string, ReproductionRun> series in reproduction.Runs(configuration).GroupBy(run => run.Series.Label))
        {
            double[][] runs = [.. series.Select(run => _runs.GetValueOrDefault(run, [])).Where(values => values.Length > 0)];
            if (runs.Length > 0)
            {
                curves.Add(new LearningCurve(series.Key, Average(runs)));
            }
        }

        return curves;
    }

    private static List<LearningPoint> Average(double[][] runs)
    {
        int length = runs.Min(run => run.Length);
        int block = Math.Max(1, (length + MostPoints - 1) / MostPoints);
        var points = new List<LearningPoint>();
        for (int from = 0; from < length; from += block)
        {
            int count = Math.Min(block, length - from);
            double[] means = [.. runs.Select(run => Moments.MeanOf(run.AsSpan(from, count)))];
            Interval interval = StudentMean.Interval(means);
            points.Add(new LearningPoint(from + (0.5 * (count + 1)), interval.Value, interval.Low, interval.High));
        }

        return points;
    }
}
