using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Invented scores; the summaries are computed from them, with normal intervals over tasks.</summary>
internal sealed class SampleResults
{
    public const string ControlName = "Continued";

    // name, description, gain on poor tasks, gain on the others, noise of a task, interactions
    private static readonly (string Name, string Description, double Poor, double Other, double Noise, long Steps)[] Plan =
    [
        ("Base", "The meta-policy before any repair.", 0, 0, 0, 48_000_000),
        ("XMRL", "Learned augmentation of the critical tasks.", 0.24, 0.012, 0.05, 68_900_000),
        (ControlName, "The base learner, trained on for the same budget.", 0.07, 0.004, 0.05, 68_900_000),
        ("Double weight", "Critical tasks at twice the weight, no augmentation.", 0.1, -0.012, 0.06, 68_900_000),
        ("Random critical", "Augmentation of randomly chosen tasks.", 0.09, 0.004, 0.06, 68_900_000),
        ("Nearest critical", "Augmentation of the tasks nearest to the poor ones.", 0.2, 0.008, 0.05, 68_900_000),
        ("Beta(1,1)", "Critical tasks, predefined mixing.", 0.19, 0.01, 0.05, 68_900_000),
        ("Task weighting", "Weights follow the return of each task.", 0.05, -0.02, 0.07, 68_900_000),
        ("Meta-augmentation", "Mixing on all tasks.", 0.12, 0.006, 0.06, 68_900_000),
        ("Meta-regularization", "Noise on the meta-parameters.", 0.04, 0, 0.06, 68_900_000),
    ];

    private SampleResults(List<ReportMethod> methods, List<ReportTaskScores> perTask) => (Methods, PerTask) = (methods, perTask);

    public IReadOnlyList<ReportMethod> Methods { get; }

    public IReadOnlyList<ReportTaskScores> PerTask { get; }

    public static SampleResults Create(List<ReportTask> test, SampleNoise noise)
    {
        double[] start =
            [.. test.Select(task => Math.Clamp(0.86 - (0.4 * ReportSample.Difficulty(task)) + (0.05 * noise.Normal()), 0.05, 1))];
        double[][] scores =
            [
                .. Plan.Select(
                    plan => test.Select((task, i) => Score(start[i], task.IsPoor ? plan.Poor : plan.Other, plan.Noise * noise.Normal()))
                        .ToArray()),
            ];
        List<ReportTaskScores> perTask = [.. test.Select((task, i) =>
            new ReportTaskScores(
                task.Id,
                Plan.Select((plan, m) => (plan.Name, Value: scores[m][i]))
                    .ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal)))];
        bool[] poor = [.. test.Select(static task => task.IsPoor)];
        int control = Array.FindIndex(Plan, static plan => plan.Name == ControlName);
        List<ReportMethod> methods =
        [
            .. Plan.Select((plan, m) => Summarize(plan.Name, plan.Description, plan.Steps, scores[m], scores[0], scores[control], poor)),
        ];
        return new SampleResults(methods, perTask);
    }

    // Multiples of 1/60: sixty episodes per task.
    private static double Score(double start, double gain, double noise) => Math.Round(Math.Clamp(start + gain + noise, 0, 1) * 60) / 60;

    private static ReportMethod Summarize(
        string name, string description, long steps, double[] own, double[] start, double[] control, bool[] poor)
    {
        double[] drops = [.. own.Select((score, i) => start[i] - score).Where((drop, i) => !poor[i] && drop > 0.1)];
        double[] sorted = [.. own.Order()];
        (double mean, double half) = Mean(own);
        return new ReportMethod
        {
            Name = name,
            Description = description,
            IsOurs = name == "XMRL",
            IsControl = name is not ("XMRL" or "Base"),
            Mean = new ReportEstimate(mean, mean - half, mean + half),
            Iqm = Estimate(sorted[(own.Length / 4)..(own.Length * 3 / 4)]),
            Poor = Estimate([.. own.Where((_, i) => poor[i])]),
            NonPoor = Estimate([.. own.Where((_, i) => !poor[i])]),
            Cvar = Estimate(sorted[..(own.Length / 5)]),
            DegradedShare = drops.Length / (double)poor.Count(static isPoor => !isPoor),
            DegradedMeanDrop = drops.Length == 0 ? 0 : drops.Average(),
            Interactions = steps,
            DifferenceToBase = name == "Base" ? null : Difference(own, start, poor, onlyPoor: false),
            DifferenceToControl = name is "Base" or ControlName ? null : Difference(own, control, poor, onlyPoor: false),
            PoorDifferenceToControl = name is "Base" or ControlName ? null : Difference(own, control, poor, onlyPoor: true),
        };
    }

    private static ReportEstimate Estimate(double[] values)
    {
        (double mean, double half) = Mean(values);
        return new ReportEstimate(mean, mean - half, mean + half);
    }

    private static ReportDifference Difference(double[] own, double[] other, bool[] poor, bool onlyPoor)
    {
        (double mean, double half) = Mean([.. own.Select((score, i) => score - other[i]).Where((_, i) => !onlyPoor || poor[i])]);
        return new ReportDifference(mean, mean - half, mean + half, Math.Clamp(Math.Exp(-2 * Math.Pow(mean / (half + 1e-9), 2)), 0, 1));
    }

    private static (double Mean, double Half) Mean(double[] values)
    {
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1);
        return (mean, 1.96 * Math.Sqrt(variance / values.Length));
    }
}
