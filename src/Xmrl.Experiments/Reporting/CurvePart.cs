using Xmrl.Meta.Learning;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Reports;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Reporting;

/// <summary>The learning curves of a run, and where its time went, from its metrics.</summary>
internal static class CurvePart
{
    private const string TrainingReturn = "Meta-training: return";
    private const string TrainingSuccess = "Meta-training: success";

    /// <summary>The curves of the meta-training, then one of each retraining; those without points are left out.</summary>
    public static IReadOnlyList<ReportCurve> Of(ReportRecord record)
        => [.. record.Trainings().SelectMany(training => Curves(record, training.Method, training.Rows))];

    /// <summary>Score over adaptation steps, by method.</summary>
    public static IReadOnlyList<ReportCurve> Adaptation(ReportRecord record) =>
    [
        .. (record.Evaluation?.Adaptation ?? []).Select(curve => new ReportCurve
        {
            Stage = "Adaptation",
            Label = curve.Method,
            XLabel = "adaptation steps",
            YLabel = record.Description.Score.Name,
            IsShare = record.Description.Score.IsShare,
            Points = [.. curve.Scores.Select((score, step) => new ReportCurvePoint(step, MethodPart.Finite(score)))],
        }),
    ];

    /// <summary>Where the time of all trainings went; null before the first iteration.</summary>
    public static ReportProfile? Profile(ReportRecord record)
    {
        TrainingTotals[] totals =
        [
            .. record.Trainings().Where(training => training.Rows.Count > 0).Select(training => TrainingTotals.Of(
                (long)training.Rows[^1].Values.GetValueOrDefault("interactions"), training.Rows)),
        ];
        if (totals.Length == 0)
        {
            return null;
        }

        PhaseSeconds p = totals.Aggregate(default(PhaseSeconds), (sum, own) => sum + own.Profile);
        double wall = totals.Sum(own => own.Seconds);
        return new ReportProfile
        {
            Phases =
            [
                new("environment and policy inference", p.Sampling),
                new("baselines and advantages", p.Advantages),
                new("gradients", p.Gradients),
                new("reduction and outer step", p.Outer),
            ],
            StepsPerSecond = wall > 0 ? totals.Sum(own => own.Interactions) / wall : null,
            CoresUsed = wall > 0 ? (p.Sampling + p.Advantages + p.Gradients + p.Outer) / wall : null,
        };
    }

    private static ReportCurve[] Curves(ReportRecord record, MethodDescription? method, IReadOnlyList<MetricsRow> rows)
    {
        if (method is not null)
        {
            var retraining = new ReportCurve
            {
                Stage = "Retraining",
                Label = method.Name,
                YLabel = "return after adaptation, training tasks",
                Points = Points(rows, "return_after"),
            };
            return retraining.Points.Count > 0 ? [retraining] : [];
        }

        bool isShare = record.Description.Score.IsShare;
        string scored = isShare ? "success rate" : "return";
        ReportCurve[] curves =
        [
            Curve(TrainingReturn, "before adaptation", "return", "return_before"),
            Curve(TrainingReturn, "after adaptation", "return", "return_after"),
            .. isShare
                ? [Curve(TrainingSuccess, "training tasks, sampled actions", scored, "success_after")]
                : Array.Empty<ReportCurve>(),
            Curve(isShare ? TrainingSuccess : TrainingReturn, "validation tasks", scored, TrainingRecord.ValidationName),
        ];
        return rows.Count > 0 ? curves : [];

        ReportCurve Curve(string stage, string label, string yLabel, string column) => new()
        {
            Stage = stage,
            Label = label,
            YLabel = yLabel,
            IsShare = yLabel != "return",
            Points = Points(rows, column),
        };
    }

    private static IReadOnlyList<ReportCurvePoint> Points(IReadOnlyList<MetricsRow> rows, string column) =>
    [
        .. rows.Where(row => row.Values.ContainsKey(column))
            .Select(row => new ReportCurvePoint(row.Iteration + 1, MethodPart.Finite(row.Values[column]))),
    ];
}
