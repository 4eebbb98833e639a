using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Figures of a finished training, by the trajectories and actions that its cells are scored with.</summary>
/// <param name="result">What the training found.</param>
/// <param name="score">Last trajectories or all.</param>
/// <param name="actions">Mean or sampled.</param>
internal sealed class CurveReading(StudyResult result, ScoreKind score, ActionKind actions)
{
    /// <summary>Share of the evaluations whose mean is the final figure.</summary>
    public const double FinalShare = 0.1;

    /// <summary>Evaluations of the mean whose maximum is the best figure.</summary>
    public const int BestWidth = 5;

    /// <summary>Share of what a training gains after which its speed is told.</summary>
    public const double SpeedShare = 0.9;

    /// <summary>All test tasks.</summary>
    public static IReadOnlyList<string> Whole { get; } = [StudyGroups.Test];

    /// <summary>What the training found.</summary>
    public StudyResult Result => result;

    /// <summary>The groups of some quadrants.</summary>
    /// <param name="quadrants">Quadrants, in [1, 4].</param>
    /// <param name="halves">a, b or both.</param>
    public static IReadOnlyList<string> Region(IEnumerable<int> quadrants, string halves = StudyGroups.Halves)
        => [.. quadrants.SelectMany(quadrant => halves.Select(half => StudyGroups.Half(quadrant, half)))];

    /// <summary>The same training by the last trajectories with mean actions, whatever the cells are scored with.</summary>
    public CurveReading Alike() => new(result, ScoreKind.Last, ActionKind.Mean);

    /// <summary>Mean of the last tenth of the evaluations.</summary>
    /// <param name="groups">Groups of test tasks, which weigh the same.</param>
    public double Final(IReadOnlyList<string> groups)
    {
        double[] curve = Curve(groups);
        return curve[^Math.Max(1, (int)Math.Round(FinalShare * curve.Length))..].Average();
    }

    /// <summary>Largest mean of five evaluations in a row; of all where there are fewer.</summary>
    /// <param name="groups">Groups of test tasks, which weigh the same.</param>
    public double Best(IReadOnlyList<string> groups) => Smoothed(Curve(groups)).Max();

    /// <summary>The mean of five evaluations on some tasks where that on others is largest: a best figure that is not chosen by
    /// itself.</summary>
    /// <param name="choosing">Groups of test tasks that choose.</param>
    /// <param name="scored">Groups of test tasks that are scored.</param>
    public double BestBy(IReadOnlyList<string> choosing, IReadOnlyList<string> scored)
    {
        double[] by = Smoothed(Curve(choosing));
        return Smoothed(Curve(scored))[Array.IndexOf(by, by.Max())];
    }

    /// <summary>The last evaluation after at most so many iterations; the first where there is none.</summary>
    /// <param name="iterations">Iterations.</param>
    public double After(int iterations)
    {
        int at = result.Evaluations.Count(evaluation => evaluation.Iteration < iterations);
        return Curve(Whole)[Math.Max(0, at - 1)];
    }

    /// <summary>Environment steps of the training until the mean of five evaluations has reached 90 % of what the training gains over the
    /// untrained policy; null where it gains nothing.</summary>
    public double? StepsToGain()
    {
        double start = At(result.Untrained);
        double goal = start + (SpeedShare * (Final(Whole) - start));
        if (!(goal > start))
        {
            return null;
        }

        double[] smoothed = Smoothed(Curve(Whole));
        int at = Array.FindIndex(smoothed, value => value >= goal);

        // A mean of five is entered at its last evaluation.
        int evaluation = at < 0 ? result.Evaluations.Count - 1 : at + result.Evaluations.Count - smoothed.Length;
        return result.Evaluations[evaluation].TrainingInteractions;
    }

    /// <summary>Score on tasks that were trained on less that on the test tasks; null where every iteration drew new ones.</summary>
    public double? Gap() => result.Training is { } training
        ? training[StudyGroups.Name(StudyGroups.Training, score, actions)] - At(result.Trained)
        : null;

    /// <summary>Mean scores of a policy over adaptation steps.</summary>
    /// <param name="curve">The policy's.</param>
    /// <param name="groups">Groups of test tasks, which weigh the same.</param>
    public double[] Adaptation(StudyCurve curve, IReadOnlyList<string> groups)
        =>
        [
            .. Enumerable.Range(0, curve.Spent.Count).Select(
                step => groups.Average(group => curve.Scores[StudyGroups.Name(group, actions)][step])),
        ];

    /// <summary>Scores over the training.</summary>
    /// <param name="groups">Groups of test tasks, which weigh the same.</param>
    public double[] Curve(IReadOnlyList<string> groups)
        =>
        [
            .. result.Evaluations.Select(
                evaluation => groups.Average(group => evaluation.Scores[StudyGroups.Name(group, score, actions)])),
        ];

    private double At(StudyCurve curve)
    {
        double[] points = Adaptation(curve, Whole)[..(result.Steps + 1)];
        return score == ScoreKind.Last ? points[^1] : points.Average();
    }

    private static double[] Smoothed(double[] curve)
    {
        int width = Math.Min(BestWidth, curve.Length);
        return [.. Enumerable.Range(0, curve.Length - width + 1).Select(i => curve.AsSpan(i, width).ToArray().Average())];
    }
}
