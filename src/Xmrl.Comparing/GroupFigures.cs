using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Comparing;

/// <summary>The figures of one group over its seeds.</summary>
internal sealed record GroupFigures
{
    private const int MostPoints = 25;

    /// <summary>What sets the group apart.</summary>
    public required string Label { get; init; }

    /// <summary>Seeds, in the order of the scores.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>Mean score over test tasks, one per seed.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Mean over seeds with its 95 % interval: of shares by their range, of returns Student's t.</summary>
    public required Interval Mean { get; init; }

    /// <summary>Standard deviation over seeds.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Return after adaptation on tasks of training by iteration, in at most 25 blocks.</summary>
    public required IReadOnlyList<GroupCurvePoint> Learning { get; init; }

    /// <summary>Score on test tasks by number of adaptation steps.</summary>
    public required IReadOnlyList<GroupCurvePoint> Adaptation { get; init; }

    /// <summary>Folders of the runs.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>Figures of a group.</summary>
    /// <param name="label">What sets it apart.</param>
    /// <param name="runs">Its runs, by seed.</param>
    /// <param name="score">What the scores measure.</param>
    internal static GroupFigures Of(string label, IReadOnlyList<GroupSeries> runs, string score)
    {
        double[] scores = [.. runs.Select(static run => run.Score)];
        var intervals = new ScoreIntervals(RandomKey.FromSeed(0).Derive(RandomPurpose.Bootstrap), ScoreRange.Of(score));
        return new GroupFigures
        {
            Label = label,
            Seeds = [.. runs.Select(static run => run.Run.State.Seed)],
            Scores = scores,
            Mean = intervals.Of(scores, ScoreStatistic.Mean),
            StandardDeviation = Moments.Of(scores).StandardDeviation,
            Learning = LearningOf(runs),
            Adaptation = AdaptationOf(runs, intervals),
            Runs = [.. runs.Select(static run => run.Run.Directory.FullPath)],
        };
    }

    private static List<GroupCurvePoint> LearningOf(IReadOnlyList<GroupSeries> runs)
    {
        int length = runs.Min(static run => run.Learning.Length);
        int block = Math.Max(1, (length + MostPoints - 1) / MostPoints);
        var points = new List<GroupCurvePoint>();
        for (int from = 0; from < length; from += block)
        {
            int count = Math.Min(block, length - from);
            double[] means = [.. runs.Select(run => Moments.MeanOf(run.Learning.AsSpan().Slice(from, count)))];
            points.Add(Point(from + (0.5 * (count + 1)), StudentMean.Interval(means)));
        }

        return points;
    }

    private static IReadOnlyList<GroupCurvePoint> AdaptationOf(IReadOnlyList<GroupSeries> runs, ScoreIntervals intervals)
        =>
        [
            .. Enumerable.Range(0, runs.Min(static run => run.Adaptation.Length))
                .Where(step => runs.All(run => double.IsFinite(run.Adaptation[step])))
                .Select(step => Point(step, intervals.Of([.. runs.Select(run => run.Adaptation[step])], ScoreStatistic.Mean))),
        ];

    private static GroupCurvePoint Point(double at, Interval interval) => new(at, interval.Value, interval.Low, interval.High);
}
