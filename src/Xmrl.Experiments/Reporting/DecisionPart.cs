using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Results;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Reporting;

/// <summary>Which policy to use, for a reader who knows none of the field's words.</summary>
internal static class DecisionPart
{
    private const string RepairedPolicy = "repaired.safetensors";

    public static ReportDecision Of(ReportRecord record)
    {
        ReportOutcome outcome = OutcomeOf(record);
        return new ReportDecision
        {
            Outcome = outcome,
            Sentence = Sentence(record, outcome),
            IsQuick = record.State.Quick,
            File = FileOf(record.Run),
        };
    }

    private static ReportOutcome OutcomeOf(ReportRecord record) =>
        !Unfinished.IsFinished(record) ? ReportOutcome.Unfinished
        : record.Confirmation is { Chosen: not null } ? ReportOutcome.Repaired
        : record.Diagnosis is { Kinds: var kinds } && kinds.All(kind => kind.Cause == Diagnosis.Decision.Cause.NothingToRepair)
            ? ReportOutcome.NothingToRepair
        : record.Confirmation is not null || record.Diagnosis is { Prescribed: null } ? ReportOutcome.Kept
        : ReportOutcome.Undecided;

    private static string Sentence(ReportRecord record, ReportOutcome outcome)
    {
        string reached = record.Evaluation is { } evaluation
            ? $"{record.Description.Score.Name} {Number(evaluation.Methods[0])} on {evaluation.Methods[0].Scores.Length} test tasks"
            : string.Empty;
        switch (outcome)
        {
            case ReportOutcome.Unfinished:
                return "This run has not ended; the page shows what is done.";
            case ReportOutcome.Repaired when record.Evaluation?.Methods.FirstOrDefault(
                method => method.Method == record.Confirmation!.Chosen) is { } repaired:
                string how = record.Confirmation!.Adaptation is null
                    ? "Use the repaired policy"
                    : "Use the policy with the prescribed adaptation";
                return $"{how}: {record.Description.Score.Name} {Number(repaired)} instead of {Number(record.Evaluation.Methods[0])} on "
                    + $"{repaired.Scores.Length} test tasks; {record.Confirmation.Tasks} fresh tasks confirm the gain.";
            case ReportOutcome.Repaired:
                return $"Use the repaired policy: {record.Confirmation!.Tasks} fresh tasks confirm its gain.";
            case ReportOutcome.Kept when record.Confirmation is { Tasks: var tasks }:
                return $"Keep the policy as trained: {tasks} fresh tasks confirm no repair.";
            case ReportOutcome.Kept:
                return "Keep the policy as trained: for what fails, no repair was prescribed.";
            case ReportOutcome.NothingToRepair:
                return $"Use the policy as trained: nothing fails that needs a repair{(reached.Length > 0 ? $" ({reached})" : "")}.";
            default:
                return reached.Length > 0 ? $"The policy is trained: {reached}." : "The run is done, and nothing was scored.";
        }

        string Number(MethodSummary method) => record.Description.Score.IsShare
            ? method.Mean.Value.ToString("p0", CultureInfo.InvariantCulture).Replace(" %", "\u00a0%", StringComparison.Ordinal)
            : method.Mean.Value.ToString("g3", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static string? FileOf(RunDirectory run)
    {
        if (File.Exists(run.File(RepairedPolicy)))
        {
            return RepairedPolicy;
        }

        string[] trained =
        [
            .. run.Checkpoints.List().Where(stored => stored.Series == TrainingSeries.Base.Series).OrderBy(stored => stored.Iteration)
                .Select(stored => Path.GetRelativePath(run.FullPath, stored.FullPath)),
        ];
        return trained.LastOrDefault();
    }
}
