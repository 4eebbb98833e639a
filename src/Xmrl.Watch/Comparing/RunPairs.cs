using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Results;
using Xmrl.Statistics;

namespace Xmrl.Watch.Comparing;

/// <summary>Two runs task by task, where they scored the same tasks.</summary>
internal static class RunPairs
{
    /// <summary>Every other run against the first, by each method that both scored.</summary>
    /// <param name="runs">Ids and reports.</param>
    /// <param name="limits">Score below which a task fails, of each run; null where there is none.</param>
    public static IReadOnlyList<RunPair> Of(IReadOnlyList<(string Id, ReportData Data)> runs, IReadOnlyList<double?> limits)
    {
        var pairs = new List<RunPair>();
        for (int other = 1; other < runs.Count; other++)
        {
            ReportData first = runs[0].Data;
            ReportData second = runs[other].Data;
            if (!SameTasks(first, second))
            {
                continue;
            }

            double? limit = limits[0] == limits[other] ? limits[0] : null;
            pairs.AddRange(first.Methods.Select(static method => method.Name)
                .Intersect(second.Methods.Select(static method => method.Name), StringComparer.Ordinal)
                .Select(method => Of(runs[0].Id, runs[other].Id, method, Scores(first, method), Scores(second, method), limit))
                .Where(static pair => pair.Tasks.Count > 0));
        }

        return pairs;
    }

    private static RunPair Of(
        string first, string second, string method, Dictionary<string, double> before, Dictionary<string, double> after, double? limit)
    {
        PairedTask[] tasks =
        [
            .. before.Where(score => after.ContainsKey(score.Key))
                .Select(score => new PairedTask(score.Key, score.Value, after[score.Key])),
        ];
        return new RunPair
        {
            First = first,
            Second = second,
            Method = method,
            Difference = DifferenceOf([.. tasks.Select(static task => task.Second)], [.. tasks.Select(static task => task.First)]),
            Limit = limit,
            NowReached = [.. tasks.Where(task => task.First < limit && task.Second >= limit).Select(static task => task.TaskId)],
            NowFailing = [.. tasks.Where(task => task.First >= limit && task.Second < limit).Select(static task => task.TaskId)],
            Tasks = tasks,
        };
    }

    private static ReportEstimate DifferenceOf(double[] second, double[] first)
    {
        Interval found = StudentMean.Difference(second, first);
        return new ReportEstimate(found.Value, found.Low, found.High);
    }

    private static Dictionary<string, double> Scores(ReportData data, string method)
        => data.PerTask.Where(task => task.Scores.ContainsKey(method))
            .ToDictionary(static task => task.TaskId, task => task.Scores[method], StringComparer.Ordinal);

    /// <summary>Whether the test tasks are the same: names alone do not say so.</summary>
    private static bool SameTasks(ReportData first, ReportData second)
    {
        ReportTask[] one = [.. first.Tasks.Where(static task => task.Set == ReportTaskSet.Test)];
        ReportTask[] other = [.. second.Tasks.Where(static task => task.Set == ReportTaskSet.Test)];
        return first.Identity.EnvironmentId == second.Identity.EnvironmentId && one.Length == other.Length
            && one.Zip(other).All(static pair => pair.First.Id == pair.Second.Id
                && pair.First.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)
                    .SequenceEqual(pair.Second.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)));
    }
}
