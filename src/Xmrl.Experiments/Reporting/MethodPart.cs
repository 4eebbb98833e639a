using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Runs.Reports.Results;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Reporting;

/// <summary>The figures of the methods in a run's report.</summary>
internal static class MethodPart
{
    /// <summary>The methods in the order of the evaluation, the base policy first.</summary>
    public static IReadOnlyList<ReportMethod> Of(ReportRecord record)
        => [.. (record.Evaluation?.Methods ?? []).Select((row, i) => Method(record, row, isBase: i == 0))];

    /// <summary>Scores per test task and method.</summary>
    public static IReadOnlyList<ReportTaskScores> PerTask(ReportRecord record) => record.Evaluation is not { } evaluation
        ? []
        :
        [
            .. Enumerable.Range(0, record.Tasks?.Test.Count ?? 0).Select(i => new ReportTaskScores(
                TaskIds.Test(i), evaluation.Methods.ToDictionary(row => row.Name, row => row.Scores[i], StringComparer.Ordinal))),
        ];

    /// <summary>A number, or null for what is none.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static ReportMethod Method(ReportRecord record, MethodSummary summary, bool isBase)
    {
        RunDescription description = record.Description;
        bool isOurs = !isBase && summary.Name == record.Ours;
        return new ReportMethod
        {
            Name = summary.Name,
            Description = isBase
                ? description.Base
                : description.Methods.FirstOrDefault(method => method.Name == summary.Name)?.Description ?? string.Empty,
            IsControl = !isOurs && summary.Method is { } name && record.Methods[name].Role == MethodRole.Control,
            IsOurs = isOurs,
            Mean = Estimate(summary.Mean),
            Iqm = Estimate(summary.Iqm),
            Cvar = Estimate(summary.Cvar),
            Poor = Estimate(summary.Poor),
            NonPoor = Estimate(summary.NonPoor),
            DegradedShare = isBase ? null : summary.Degradation.Share,
            DegradedMeanDrop = isBase ? null : Finite(summary.Degradation.MeanDrop),
            Interactions = summary.Interactions,
            DifferenceToBase = Difference(summary.ToBase),
            PoorDifferenceToBase = Difference(summary.PoorToBase),
            NonPoorDifferenceToBase = Difference(summary.NonPoorToBase),
            DifferenceToControl = Difference(summary.ToControl),
            PoorDifferenceToControl = Difference(summary.PoorToControl),
        };
    }

    private static ReportEstimate Estimate(Interval interval) => new(interval.Value, interval.Low, interval.High, interval.Reason);

    private static ReportDifference? Difference(PairedDifference? difference) => difference is { } d
        ? new ReportDifference(
            d.Interval.Value, d.Interval.Low, d.Interval.High, d.PValue is { } p ? Finite(p) : null, d.Interval.Reason,
            d.Status == TestStatus.Tested ? null : d.Status.ToWords())
        : null;
}
