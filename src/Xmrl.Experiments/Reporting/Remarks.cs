using System.Globalization;
using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Runs.Reports;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Reporting;

/// <summary>What a reader must know of a run before trusting its figures.</summary>
internal static class Remarks
{
    private const int HarmfulNamed = 5;

    /// <summary>The remarks, most serious parts of the run first.</summary>
    public static IEnumerable<ReportStatus> Of(ReportRecord record)
    {
        foreach (TrainingStandstill standstill in TrainingStandstill.InRun(record.Run, record.Series))
        {
            yield return standstill.Status();
        }

        if (record.State.Quick)
        {
            yield return Warning(
                "A quick run: it shows the whole way on a small scale, with fewer iterations, tasks and repeats than a result needs.");
        }

        foreach (string warning in record.Description.Warnings.Concat(
            TrainingCollapse.InRun(record.Run, record.Series, record.Configuration.Scoring.DegradedBy, record.Configuration.Meta)))
        {
            yield return Warning(warning);
        }

        if (record.Evaluation is { } scored
            && AdaptationLoss.Describe(scored, record.Configuration.Scoring.DegradedBy) is { } loss)
        {
            yield return Warning(loss);
        }

        if (record.Planted is { } planted)
        {
            yield return Information(planted.Describe());
        }

        foreach (ReportStatus remark in record.Explanation is { } explanation ? OfExplanation(record, explanation) : [])
        {
            yield return remark;
        }

        if (record.Evaluation is { } evaluation)
        {
            IEnumerable<string> others = evaluation.Methods.Select(row => Text($"{row.Name} {row.OtherActionsMean:0.000;−0.000}"));
            bool isMean = record.Configuration.Scoring.Actions == ActionKind.Mean;
            yield return Information(
                $"With {(isMean ? "sampled actions instead of mean ones" : "mean actions instead of sampled ones")} the methods score: "
                    + $"{string.Join(", ", others)}.");
        }
    }

    private static IEnumerable<ReportStatus> OfExplanation(ReportRecord record, StoredExplanation explanation)
    {
        if (explanation.Explanation is not { } found)
        {
            yield return Information(
                Text($"Nothing is poorly adapted: none of the worst of {explanation.SelectionScores.Length} validation tasks stays below ")
                    + "poor.below on fresh episodes. Nothing was repaired.");
            yield break;
        }

        if (explanation.Reservation is { } reservation)
        {
            yield return Information(reservation);
        }

        if (explanation.LacksSignal())
        {
            yield return Warning(StoredExplanation.NoSignal);
        }
        else
        {
            bool isNoisy = !(found.Agreement.PredictedReliability >= StoredExplanation.LeastReliability);
            string all = Text($"A second explanation is expected to rank all training tasks with a correlation of ")
                + Text($"{found.Agreement.PredictedReliability:f2} to this one (two of its replicates: ")
                + Text($"{found.Agreement.MeanPairwiseSpearman:f2}).");
            string trust = string.Join(' ', explanation.Trust().Append(all));
            yield return isNoisy && !(explanation.CriticalFoundAgain >= StoredExplanation.LeastReliability)
                ? Warning(trust)
                : Information(trust);
        }

        int[] harmful = explanation.Harmful();
        if (harmful.Length > 0)
        {
            yield return Information(
                Text($"{harmful.Length} of {found.Weights.Length} training tasks harm the poor ones (influence below 0 beyond its ")
                    + $"noise), most of all {string.Join("; ", harmful.Take(HarmfulNamed).Select(Named))}. Some tasks always "
                    + "do: at the end of a training the influences of all tasks cancel.");
        }

        if (explanation.Poor.Length > 0)
        {
            double before = explanation.Poor.Average(position => explanation.SelectionScores[position]);
            double after = explanation.Poor.Average(position => explanation.MeasuredScores[position]);
            yield return Information(
                Text($"The poor validation tasks scored {before:0.00;−0.00} when they were selected and {after:0.00;−0.00} on fresh ")
                    + "episodes.");
        }

        string Named(int position) => TaskIds.Training(position) is var id && record.Description.TaskNames is { } names
            ? $"{id} ({names[id]})"
            : id;
    }

    private static ReportStatus Warning(string text) => new(ReportStatusLevel.Warning, text);

    private static ReportStatus Information(string text) => new(ReportStatusLevel.Info, text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
