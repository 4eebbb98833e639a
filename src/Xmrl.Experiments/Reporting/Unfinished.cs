using System.Globalization;
using Xmrl.Experiments.Stages;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Reporting;

/// <summary>What a report lacks, and why: of a run that has not finished, and of one whose version stored less.</summary>
internal static class Unfinished
{
    /// <summary>The remarks; none for a finished run that stored everything.</summary>
    public static IEnumerable<ReportStatus> Remarks(ReportRecord record)
    {
        if (!IsFinished(record))
        {
            yield return new ReportStatus(ReportStatusLevel.Warning, Describe(record));
        }

        string[] missing = [.. NotStored(record)];
        if (missing.Length > 0)
        {
            yield return new ReportStatus(
                ReportStatusLevel.Info,
                $"Not shown, because the version of Xmrl that made this run did not store it: {string.Join("; ", missing)}.");
        }
    }

    /// <summary>The planned stages that a run has yet to do; those that repair nothing are left out where nothing is to be repaired.
    /// </summary>
    public static IReadOnlyList<string> Missing(ReportRecord record)
    {
        string[] open = [.. record.Description.Stages.Except(record.Stages.Select(entry => entry.Name))];
        bool isRepairable = record.Explanation is null or { Poor.Length: > 0 } && record.Explanation?.LacksSignal() != true;
        return isRepairable ? open : [.. open.Where(stage => stage == EvaluationStage.Title)];
    }

    internal static bool IsFinished(ReportRecord record)
        => record.Evaluation is not null && record.Stages.Any(entry => entry.Name == EvaluationStage.Title);

    private static string Describe(ReportRecord record)
    {
        RunState state = record.State;
        string where = state.Stage.Length > 0 ? $" in {state.Stage}{Place(record)}" : " before its first stage";
        string what = state.Phase switch
        {
            RunPhase.Running => $"This run has not finished: it is at work{where}, or its process was ended there.",
            RunPhase.Cancelled => $"This run was stopped{where}.",
            RunPhase.Failed => $"This run failed{where}: {state.Message.TrimEnd('.')}.",
            _ => "This run is done, but its evaluation is missing.",
        };
        string done = record.Stages.Count == 0 ? "No stage is finished." : $"Finished: {Names(record.Stages.Select(entry => entry.Name))}.";
        IReadOnlyList<string> missing = Missing(record);
        string open = missing.Count == 0 ? string.Empty : $" Missing: {Names(missing)}.";
        return $"{what} {done}{open} To go on: xmrl resume <the folder of this run>.";
    }

    /// <summary>How far the stage at work is, where the run told it.</summary>
    private static string Place(ReportRecord record)
        => record.Run.ReadHeartbeat() is { Total: > 0 } beat && beat.Stage == record.State.Stage
            ? string.Create(CultureInfo.InvariantCulture, $" ({beat.Completed} of {beat.Total})")
            : string.Empty;

    private static string Names(IEnumerable<string> stages) => string.Join(", ", stages);

    private static IEnumerable<string> NotStored(ReportRecord record)
    {
        if (!record.IsDescribed)
        {
            yield return "the names of the task parameters, the protocol, and how tasks are drawn";
        }

        if (record.Evaluation is { } evaluation)
        {
            if (evaluation.Adaptation.Count == 0)
            {
                yield return "the scores after each adaptation step";
            }

            if (record.Episodes is null && (!record.IsDescribed || record.Description.Scene is not null))
            {
                yield return "episodes of the poor tasks";
            }
        }
    }
}
