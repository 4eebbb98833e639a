using System.Globalization;
using Xmrl.Experiments.Settings;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Explanations;

/// <summary>Content of planted.json: how well an explanation found the planted training tasks.</summary>
internal sealed record PlantedFinding
{
    /// <summary>Name of the file in a run directory.</summary>
    public const string FileName = "planted.json";

    /// <summary>The truth.</summary>
    public required PlantedTruth Truth { get; init; }

    /// <summary>Number of planted tasks; they are the first training tasks.</summary>
    public required int Count { get; init; }

    /// <summary>Share of planted tasks among as many tasks at the end of the ranking where they belong: the top for a rare region, the
    /// bottom for corrupted rewards.</summary>
    public required double Precision { get; init; }

    /// <summary>The same share if tasks were ranked at random.</summary>
    public required double Chance { get; init; }

    /// <summary>Probability that a planted task is ranked nearer to that end than another one (area under the curve), in [0, 1].</summary>
    public required double Area { get; init; }

    /// <summary>Share of planted tasks whose whole interval has the right sign.</summary>
    public required double Significant { get; init; }

    /// <summary>Number of planted tasks that the base policy has not learned: a task that is solved pulls no more, and nothing can depend
    /// on it. Null where the region is not rare.</summary>
    public int? Unlearned { get; init; }

    /// <summary>Share of them among as many tasks at the top of the ranking; null where there are none.</summary>
    public double? UnlearnedPrecision { get; init; }

    /// <summary>The score from which a task is not poor.</summary>
    /// <param name="settings">The limit; without one it is a half.</param>
    internal static double LearnedFrom(PoorSettings settings) => settings.Below ?? 0.5;

    /// <summary>Judges an explanation.</summary>
    /// <param name="settings">What was planted.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="learnedFrom">Score from which a planted task is learned.</param>
    /// <returns>The finding; null where no ranking is right (only rare and corrupted tasks have one) or nothing was explained, also by an
    /// explanation without a signal, whose ranking is the order of the tasks.</returns>
    public static PlantedFinding? Of(TaskSettings settings, StoredExplanation explanation, double learnedFrom)
    {
        if (settings.Planted is not (PlantedTruth.RareRegion or PlantedTruth.CorruptedRewards)
            || explanation.Explanation is not { } found || explanation.LacksSignal())
        {
            return null;
        }

        int count = settings.PlantedCount;
        bool isTop = settings.Planted == PlantedTruth.RareRegion;
        int[] order = isTop ? found.Ranking : [.. found.Ranking.Reverse()];
        int[] ranks = [.. Enumerable.Range(0, order.Length).Select(position => Array.IndexOf(order, position))];
        long pairs = (long)count * (order.Length - count);
        long right = Enumerable.Range(0, count)
            .Sum(planted => (long)Enumerable.Range(count, order.Length - count).Count(other => ranks[planted] < ranks[other]));
        int[] unlearned = explanation.PlantedScores is not { } scores
            ? []
            : [.. Enumerable.Range(0, count).Where(position => scores[position] < learnedFrom)];
        return new PlantedFinding
        {
            Truth = settings.Planted,
            Count = count,
            Precision = order.Take(count).Count(position => position < count) / (double)count,
            Chance = count / (double)order.Length,
            Area = right / (double)pairs,
            Significant = Enumerable.Range(0, count)
                .Count(
                    position => isTop
                        ? found.Agreement.Elements[position].Low > 0
                        : found.Agreement.Elements[position].High < 0) / (double)count,
            Unlearned = explanation.PlantedScores is null ? null : unlearned.Length,
            UnlearnedPrecision = unlearned.Length == 0
                ? null
                : order.Take(unlearned.Length).Count(unlearned.Contains) / (double)unlearned.Length,
        };
    }

    /// <summary>The finding in a sentence.</summary>
    /// <returns>A sentence for people.</returns>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"Planted truth: of {Count} "
            + $"{(Truth == PlantedTruth.RareRegion ? "tasks of the rare region, the top" : "tasks with corrupted rewards, the bottom")} "
            + $"{Count} of the ranking hold {Precision:p0} (by chance {Chance:p0}); a planted task is ranked before another one with "
            + $"probability {Area:f2}; {Significant:p0} have the right sign with their whole interval.{DescribeUnlearned()}");

    private string DescribeUnlearned() => Unlearned is not { } number ? string.Empty
        : UnlearnedPrecision is not { } precision ? " The base policy has learned all of them."
        : string.Create(
            CultureInfo.InvariantCulture,
            $" The base policy has not learned {number} of them; the top {number} hold {precision:p0} of these.");
}
