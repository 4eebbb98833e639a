using Xmrl.Dashboard.Scenes;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Reports.Explanations;

namespace Xmrl.Experiments.Reporting;

/// <summary>The tasks of a run in its report.</summary>
internal static class TaskPart
{
    public static IReadOnlyList<ReportTask> Of(ReportRecord record)
    {
        if (record.Tasks is not { } sets)
        {
            return [];
        }

        HashSet<int> critical = [.. record.Explanation?.Critical ?? []];
        HashSet<int> poor = [.. record.Explanation?.Poor ?? []];
        HashSet<int> poorTest = [.. record.Evaluation?.PoorTest ?? []];
        return
        [
            .. sets.Training.Select((task, i) => Task(TaskIds.Training(i), ReportTaskSet.Training, task) with
            {
                IsCritical = critical.Contains(i),
                Influence = Influence(record, i),
            }),
            .. sets.Validation.Select((task, i) => Task(TaskIds.Validation(i), ReportTaskSet.Validation, task) with
            {
                IsPoor = poor.Contains(i),
            }),
            .. sets.Test.Select((task, i) => Task(TaskIds.Test(i), ReportTaskSet.Test, task) with
            {
                IsPoor = poorTest.Contains(i),
                Marks = record.Episodes?.Tasks.GetValueOrDefault(TaskIds.Test(i)) ?? [],
            }),
        ];

        ReportTask Task(string id, ReportTaskSet set, MdpTask task) => new()
        {
            Id = id,
            Set = set,
            Name = record.Description.TaskNames?.GetValueOrDefault(id),
            Parameters = record.Description.TaskParameters.Zip(task.Parameters)
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
        };
    }

    private static ReportInfluence? Influence(ReportRecord record, int position)
    {
        if (record.Explanation?.Explanation is not { } found)
        {
            return null;
        }

        Statistics.Interval element = found.Agreement.Elements[position];
        return new ReportInfluence
        {
            Weight = element.Value,
            Low = element.Low,
            High = element.High,
            NoInterval = element.Reason,
            Rank = Array.IndexOf(found.Ranking, position) + 1,
        };
    }
}
