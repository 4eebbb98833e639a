using System.Globalization;
using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis;

/// <summary>Whether poor tasks are poor by their stored data: their scores after adaptation to all data, to the first and the last third,
/// and to own episodes. A source serves where it recovers half of the way to the target.</summary>
internal sealed record DataReview
{
    /// <summary>Positions of the poor validation tasks. Shape [p].</summary>
    public required int[] Tasks { get; init; }

    /// <summary>What a task would score if it were not poor: the mean of the validation tasks that do not fail, or the limit where that is
    /// higher; their best tenth where all fail.</summary>
    public required double Target { get; init; }

    /// <summary>Scores after adaptation to all stored data. Shape [p].</summary>
    public required double[] Whole { get; init; }

    /// <summary>Scores after adaptation to the first third. Shape [p].</summary>
    public required double[] Early { get; init; }

    /// <summary>Scores after adaptation to the last third. Shape [p].</summary>
    public required double[] Late { get; init; }

    /// <summary>Scores after adaptation to own episodes. Shape [p].</summary>
    public required double[] Own { get; init; }

    /// <summary>Measures the poor tasks.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="bench">Scores.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The review; null where the learner takes no stored data.</returns>
    public static DataReview? Of(FailingTasks tasks, IDiagnosisBench bench, CancellationToken token)
    {
        MdpTask[] poor = [.. tasks.Poor.Select(position => tasks.Validation[position])];
        if (bench.AdaptsToFresh || bench.ScoreFrom(poor, "buffer", token) is not { } whole
            || bench.ScoreFrom(poor, "early", token) is not { } early || bench.ScoreFrom(poor, "late", token) is not { } late
            || bench.ScoreFrom(poor, "own", token) is not { } own)
        {
            return null;
        }

        double[] others = [.. tasks.Measured.Where((_, position) => !tasks.All.Contains(position))];
        double best = others.Length > 0 ? others.Average() : tasks.Measured.Order().ElementAt((int)(0.9 * (tasks.Measured.Length - 1)));
        return new DataReview
        {
            Tasks = tasks.Poor,
            Target = Math.Max(tasks.Limit ?? double.NegativeInfinity, best),
            Whole = whole,
            Early = early,
            Late = late,
            Own = own,
        };
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
                $"Validation task {position + 1}: {score} {Whole[i]:g4} adapted to all its data, {Early[i]:g4} to the early third, "
                    + $"{Late[i]:g4} to the late third, {Own[i]:g4} to own episodes.");
        }

        (string Text, Func<int, bool> Holds)[] groups =
        [
            ("poor on the early data alone, which is poor data and not poor meta-training", i => Serves(Late, i) && !Serves(Early, i)),
            ("poor on the late data alone", i => Serves(Early, i) && !Serves(Late, i)),
            ("served by either third better than by all data", i => Serves(Early, i) && Serves(Late, i)),
            ("served by own episodes and by no part of the data, which is poor data", i => Serves(Own, i) && !Stored(i)),
            ("poor on each source, so that better data of these tasks alone will not do", i => !Serves(Own, i) && !Stored(i)),
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

    private bool Stored(int i) => Serves(Early, i) || Serves(Late, i);

    private bool Serves(double[] scores, int i)
        => Target > Whole[i] && scores[i] - Whole[i] >= DiagnosisRule.WholeRecovery * (Target - Whole[i]);
}
