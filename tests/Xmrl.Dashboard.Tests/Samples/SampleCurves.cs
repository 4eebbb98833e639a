using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Invented curves, stages and augmentation.</summary>
internal static class SampleCurves
{
    public const string MetaTraining = "Meta-training";

    private const string Validation = "Validation after adaptation";
    private const string Retraining = "Retraining";

    public static IReadOnlyList<ReportStage> Stages =>
    [
        new() { Name = MetaTraining, Iterations = 200, Interactions = 48_000_000, Seconds = 108 },
        new() { Name = "Poor tasks", Iterations = 1, Interactions = 1_400_000, Seconds = 3.1 },
        new() { Name = "Explanation", Iterations = 10, Interactions = 3_200_000, Seconds = 9.4 },
        new() { Name = "Augmentation", Iterations = 25, Interactions = 8_000_000, Seconds = 12.2 },
        new() { Name = "Retraining: XMRL", Iterations = 40, Interactions = 8_300_000, Seconds = 19.8 },
        new() { Name = "Retraining: Continued", Iterations = 88, Interactions = 20_900_000, Seconds = 44.1 },
        new() { Name = "Evaluation", Iterations = 1, Interactions = 114_000_000, Seconds = 201 },
    ];

    public static IReadOnlyList<ReportCurve> Learning(int points, SampleNoise noise) =>
    [
        Rising(MetaTraining, "before adaptation", "mean return", points, (-8, 21), noise),
        Rising(MetaTraining, "after adaptation", "mean return", points, (-6, 43), noise),
        Rising(Validation, "Base", "success rate", Math.Max(2, points / 10), (0.1, 0.84), noise),
        Rising(Retraining, "XMRL", "success rate", points, (0.8, 0.9), noise),
        Rising(Retraining, "Continued", "success rate", points, (0.8, 0.84), noise),
        Rising(Retraining, "Random critical", "success rate", points, (0.8, 0.85), noise),
        Rising(Retraining, "Beta(1,1)", "success rate", points, (0.8, 0.89), noise),
    ];

    public static IReadOnlyList<ReportCurve> Adaptation()
    {
        return
        [
            Curve("Base", [0.31, 0.84, 0.86, 0.86]), Curve("XMRL", [0.34, 0.9, 0.92, 0.93]), Curve("Continued", [0.33, 0.855, 0.87, 0.86]),
        ];

        static ReportCurve Curve(string label, double[] scores) => new()
        {
            Stage = "Adaptation on the test tasks",
            Label = label,
            XLabel = "adaptation steps",
            YLabel = "success rate",
            IsShare = true,
            Points = [.. scores.Select(static (score, k) => new ReportCurvePoint(k, score, score - 0.015, score + 0.015))],
        };
    }

    public static ReportAugmentation Augmentation(SampleNoise noise) => new()
    {
        Law = "LogitNormal",
        Estimator = "SmallSeparation",
        Parameters = [new("μ", 0, 0.04), new("σ", 0.5, 1.42)],
        DensityBefore = Density(0, 0.5),
        DensityAfter = Density(0.04, 1.42),
        Steps = [.. Enumerable.Range(0, 25).Select(k => Step(k, noise))],
        InfeasibleShare = 0.018,
    };

    private static ReportAugmentationStep Step(int k, SampleNoise noise)
    {
        double information = (1 + (3.2 * (1 - Math.Exp(-k / 8.0))) + (0.15 * noise.Normal())) * 1e-4;
        return new ReportAugmentationStep
        {
            Iteration = k,
            Information = information,
            Lower = information * 0.82,
            Upper = information * 1.31,
            Mean = 0.5 + (0.01 * noise.Normal()),
            StandardDeviation = 0.12 + (0.13 * (1 - Math.Exp(-k / 8.0))),
        };
    }

    private static double[][] Density(double mu, double sigma) => [.. Enumerable.Range(0, 101).Select(i => Point(i / 100.0, mu, sigma))];

    private static double[] Point(double x, double mu, double sigma)
    {
        if (x <= 0 || x >= 1)
        {
            return [x, 0];
        }

        double z = (Math.Log(x / (1 - x)) - mu) / sigma;
        return [x, Math.Exp(-z * z / 2) / (sigma * Math.Sqrt(2 * Math.PI) * x * (1 - x))];
    }

    private static ReportCurve Rising(
        string stage, string label, string yLabel, int points, (double From, double To) range, SampleNoise noise)
    {
        double span = range.To - range.From;
        return new ReportCurve
        {
            Stage = stage,
            Label = label,
            YLabel = yLabel,
            XLabel = stage == Retraining ? "environment steps" : "iteration",
            IsShare = yLabel == "success rate",
            Points = [.. Enumerable.Range(0, points).Select(i =>
            {
                double y = range.From + (span * (1 - Math.Exp(-5.0 * i / points))) + (0.025 * span * noise.Normal());
                double half = Math.Abs(span) * 0.06;
                return new ReportCurvePoint(stage == Retraining ? i * 20_900_000.0 / points : i * 200.0 / points, y, y - half, y + half);
            })],
        };
    }
}
