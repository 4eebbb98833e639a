using Xmrl.Explain.Statistics;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.Page;

/// <summary>Reads the learning curves of a reproduction's runs.</summary>
internal static class LearningCurves
{
    private const string Column = "return_after";
    private const int MostPoints = 100;

    /// <summary>The mean return after adaptation on training tasks, in at most 100 blocks of iterations; series without such metrics are
    /// left out.</summary>
    /// <param name="reproduction">The table.</param>
    /// <param name="configuration">Its seeds.</param>
    /// <param name="folderOf">Folder of a run.</param>
    internal static IReadOnlyList<LearningCurve> Read(
        TableReproduction reproduction, ReproductionConfiguration configuration, Func<ReproductionRun, string> folderOf)
    {
        var curves = new List<LearningCurve>();
        foreach (IGrouping<string, ReproductionRun> series in reproduction.Runs(configuration).GroupBy(run => run.Series.Label))
        {
            double[][] runs =
                [
                    .. series.Select(folderOf)
                    .Where(RunDirectory.IsRun)
                    .Select(Rows)
                    .Where(values => values.Length > 0),
                ];
            if (runs.Length > 0)
            {
                curves.Add(new LearningCurve(series.Key, Average(runs)));
            }
        }

        return curves;
    }

    private static double[] Rows(string folder) =>
        [
            .. RunDirectory.OpenPart(folder).ReadMetrics(string.Empty)
            .Select(row => row.Values.TryGetValue(Column, out double value) && double.IsFinite(value) ? value : double.NaN)
            .TakeWhile(double.IsFinite),
        ];

    private static List<(double Iteration, double Mean, double? Low, double? High)> Average(double[][] runs)
    {
        int length = runs.Min(run => run.Length);
        int block = Math.Max(1, (length + MostPoints - 1) / MostPoints);
        var points = new List<(double, double, double?, double?)>();
        for (int from = 0; from < length; from += block)
        {
            int count = Math.Min(block, length - from);
            double[] means = [.. runs.Select(run => Moments.MeanOf(run.AsSpan(from, count)))];
            Interval interval = StudentMean.Interval(means);
            points.Add((from + (0.5 * (count + 1)), interval.Value, interval.Low, interval.High));
        }

        return points;
    }
}
