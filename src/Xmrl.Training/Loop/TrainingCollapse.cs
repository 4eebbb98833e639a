using System.Globalization;
using Xmrl.Runs.Records;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Loop;

/// <summary>A meta-training or retraining that lost what it had learned: its last score on the validation tasks is far below its best.
/// Poor tasks of such a base policy are the ruins of the training, not a kind of task, and a repair is the wrong remedy.</summary>
/// <param name="Training">Which training it is.</param>
/// <param name="BestIteration">Iterations after which the score was best.</param>
/// <param name="Best">The best mean score on the validation tasks.</param>
/// <param name="Last">The last one.</param>
/// <param name="IsBestLost">Whether the best parameters could not be read when the training wanted to return to them.</param>
internal sealed record TrainingCollapse(TrainingSeries Training, long BestIteration, double Best, double Last, bool IsBestLost = false)
{
    /// <summary>What became of the trainings of a run, for people.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trainings">Its trainings.</param>
    /// <param name="threshold">As for <see cref="Of"/>.</param>
    /// <param name="settings">The settings of the trainings.</param>
    /// <returns>A text per collapse, in the order of the trainings.</returns>
    /// <exception cref="InvalidDataException">A line of the metrics is not valid.</exception>
    public static IReadOnlyList<string> InRun(
        RunDirectory run, IEnumerable<TrainingSeries> trainings, double threshold, MetaSettings settings) =>
    [
        .. trainings.Select(training => Of(run, threshold, training)).OfType<TrainingCollapse>().Select(found => found.Describe(settings)),
    ];

    /// <summary>Looks at the scores that a training wrote.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threshold">What a single task may lose before it counts as degraded (scoring.degradedBy); here the mean over all of
    /// them must have lost more.</param>
    /// <param name="training">Which training is meant; null for the meta-training.</param>
    /// <returns>The collapse; null where there is none, or fewer than two scores.</returns>
    /// <exception cref="InvalidDataException">A line of the metrics is not valid.</exception>
    public static TrainingCollapse? Of(RunDirectory run, double threshold, TrainingSeries? training = null)
    {
        TrainingSeries series = training ?? TrainingSeries.Base;
        (long Iteration, double Score)[] scores =
        [
            .. run.ReadMetrics(series.MetricsSeries)
                .Where(row => row.Values.ContainsKey(TrainingRecord.ValidationName))
                .Select(row => (row.Iteration + 1, row.Values[TrainingRecord.ValidationName])),
        ];
        if (scores.Length < 2)
        {
            return null;
        }

        (long iteration, double best) = scores.MaxBy(score => score.Score);
        double last = scores[^1].Score;
        return !(best - last <= threshold) ? new TrainingCollapse(series, iteration, best, last, Lost(run, series.Series)) : null;
    }

    /// <summary>The collapse and what to do, for people.</summary>
    /// <param name="settings">The settings of the training: what became of the collapse, and which of them makes steps shorter.</param>
    /// <returns>Sentences.</returns>
    public string Describe(MetaSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Training.Opening} lost what it had learned: "
            + $"{Best:0.##} on the validation tasks after {BestIteration} iterations, {Last:0.##} at the end. ")
        + (Training.IsBase, settings.OnCollapse, IsBestLost) switch
        {
            (true, CollapseRule.ReturnToBest, true) =>
                "The best parameters could not be read, so the base policy is the last one, and a repair is no remedy for that: train "
                    + "again.",
            (true, CollapseRule.ReturnToBest, false) => string.Create(
                CultureInfo.InvariantCulture,
                $"The base policy is the one after {BestIteration} iterations; a smaller {settings.StepLengthKey} may give a better one."),
            (true, _, _)
                => $"A repair is no remedy for that: train again with a smaller {settings.StepLengthKey} or another seed, or set "
                    + $"meta.onCollapse=returnToBest.",
            (_, CollapseRule.ReturnToBest, true) => "The best parameters could not be read, so its policy is the last one.",
            (_, CollapseRule.ReturnToBest, false) => string.Create(
                CultureInfo.InvariantCulture, $"Its policy is the one after {BestIteration} iterations."),
            _ => "Its policy is the last one; meta.onCollapse=returnToBest would return to the best.",
        };

    private static bool Lost(RunDirectory run, string series)
    {
        try
        {
            return run.Checkpoints.List().LastOrDefault(checkpoint => checkpoint.Series == series) is { } last
                && run.Checkpoints.Read(last).Metadata.ContainsKey(TrainingCheckpoint.BestLostName);
        }
        catch (InvalidDataException)
        {
            // Whoever needs the parameters says that the newest checkpoint is not whole.
            return false;
        }
    }
}
