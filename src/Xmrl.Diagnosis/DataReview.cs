using System.Globalization;
using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis;

/// <summary>Whether poor tasks are poor by their stored data: their scores after adaptation to all data, to the first and the last third,
/// and to own episodes.</summary>
internal sealed record DataReview
{
    /// <summary>Scores of a task under random numbers of their own.</summary>
    private const int Copies = 5;

    /// <summary>First index of the copies of tasks, to which random numbers belong: below those of tasks with corrupted rewards.</summary>
    private const int FirstCopy = 800_000;

    /// <summary>How sure a source must be better than all data.</summary>
    private const double Level = 0.99;

    /// <summary>Positions of the poor validation tasks. Shape [p].</summary>
    public required int[] Tasks { get; init; }

    /// <summary>What a task would score if it were not poor: the mean of the validation tasks that do not fail, or the limit where that is
    /// higher; their best tenth where all fail.</summary>
    public required double Target { get; init; }

    /// <summary>Scores after adaptation to all stored data. Shape [p].</summary>
    public required double[] Whole { get; init; }

    /// <summary>After adaptation to the first third.</summary>
    public required DataScores Early { get; init; }

    /// <summary>After adaptation to the last third.</summary>
    public required DataScores Late { get; init; }

    /// <summary>After adaptation to own episodes.</summary>
    public required DataScores Own { get; init; }

    /// <summary>Measures the poor tasks.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="bench">Scores.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The review; null where the learner takes no stored data.</returns>
    public static DataReview? Of(FailingTasks tasks, IDiagnosisBench bench, CancellationToken token)
    {
        if (bench.AdaptsToFresh || From("buffer") is not { } whole || From("early") is not { } early || From("late") is not { } late
            || From("own") is not { } own)
        {
            return null;
        }

        double[] others = [.. tasks.Measured.Where((_, position) => !tasks.All.Contains(position))];
        double best = others.Length > 0 ? others.Average() : tasks.Measured.Order().ElementAt((int)(0.9 * (tasks.Measured.Length - 1)));
        double target = Math.Max(tasks.Limit ?? double.NegativeInfinity, best);
        return new DataReview
        {
            Tasks = tasks.Poor,
            Target = target,
            Whole = [.. whole.Select(scores => scores.Average())],
            Early = Compared(early),
            Late = Compared(late),
            Own = Compared(own),
        };

        // One row of copies per task.
        double[][]? From(string source)
        {
            MdpTask[] copies =
            [
                .. tasks.Poor.SelectMany((position, i) => Enumerable.Range(0, Copies)
                    .Select(copy => tasks.Validation[position] with { Index = FirstCopy + (Copies * i) + copy })),
            ];
            return bench.ScoreFrom(copies, source, token) is { } scores ? [.. scores.Chunk(Copies)] : null;
        }

        DataScores Compared(double[][] scores) => new(
            [.. scores.Select(own => own.Average())], [.. scores.Select((own, i) => Serves(own, whole[i], target))]);
    }

    /// <summary>The review in sentences: the scores of each task, and what they say.</summary>
    /// <param name="score">Name of the score.</param>
    public IEnumerable<string> Describe(string score)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        foreach ((int i, int position) in Tasks.Index())
        {
            yield return string.Create(
                culture,
                $"Validation task {position + 1}: {score} {Whole[i]:g4} adapted to all its data, {Early.Scores[i]:g4} to the early third, "
                    + $"{Late.Scores[i]:g4} to the late third, {Own.Scores[i]:g4} to own episodes.");
        }

        (string Text, Func<int, bool> Holds)[] groups =
        [
            ("as good as tasks that do not fail, on new rows and episodes", i => Whole[i] >= Target),
            ("poor on the early data alone, which is poor data and not poor meta-training", i => Late.Serves[i] && !Early.Serves[i]),
            ("poor on the late data alone", i => Early.Serves[i] && !Late.Serves[i]),
            ("served by either third better than by all data", i => Early.Serves[i] && Late.Serves[i]),
            ("served by own episodes and by no part of the data, which is poor data", i => Own.Serves[i] && !HasGoodPart(i)),
            ("poor on each source: none is surely half of the way to the tasks that do not fail",
                i => Whole[i] < Target && !Own.Serves[i] && !HasGoodPart(i)),
        ];
        foreach ((string text, Func<int, bool> holds) in groups)
        {
            string[] named = [.. Tasks.Where((_, i) => holds(i)).Select(position => (position + 1).ToString(culture))];
            if (named.Length > 0)
            {
                yield return $"Validation task{(named.Length == 1 ? " " : "s ")}{string.Join(", ", named)}: {text}.";
            }
        }
    }

    private bool HasGoodPart(int i) => Early.Serves[i] || Late.Serves[i];

    private static bool Serves(double[] scores, double[] whole, double target)
    {
        Interval gain = StudentMean.Difference(scores, whole, Level);
        return gain.Value > 0 && gain.Low is null or > 0
            && gain.Value >= DiagnosisRule.WholeRecovery * (target - whole.Average()) && target > whole.Average();
    }
}
