using System.Globalization;
using System.Text.Json.Serialization;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Explanations;

/// <summary>Content of explanation.json: which training tasks matter for which poor tasks.</summary>
internal sealed record StoredExplanation
{
    /// <summary>Predicted rank correlation of two explanations below which influence is called noisy.</summary>
    internal const double LeastReliability = 0.8;

    /// <summary>Chance of calling any task harmful that is not.</summary>
    private const double Level = 0.05;

    /// <summary>Positions of the poor validation tasks, worst first; empty where nothing is poorly adapted.</summary>
    public required int[] Poor { get; init; }

    /// <summary>Scores by which they were selected; one per validation task.</summary>
    public required double[] SelectionScores { get; init; }

    /// <summary>Scores of the validation tasks on fresh episodes.</summary>
    public required double[] MeasuredScores { get; init; }

    /// <summary>Positions of the critical training tasks.</summary>
    public required int[] Critical { get; init; }

    /// <summary>Influence, weights, intervals and agreement; null where nothing is poorly adapted.</summary>
    public required Explanation? Explanation { get; init; }

    /// <summary>Scores of the planted training tasks under the base policy, where a region of them is rare; null otherwise, and in
    /// explanations that were stored before they were.</summary>
    public double[]? PlantedScores { get; init; }

    /// <summary>Environment steps of adapting the validation tasks and scoring them, both times, with scored episodes of full length; 0 in
    /// explanations that were stored before these steps were counted.</summary>
    public long SearchInteractions { get; init; }

    /// <summary>What an explanation of this learner leaves out, and what it says of stored data, one sentence per line; null for
    /// nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reservation { get; init; }

    /// <summary>What is said where there are poor tasks and their explanation has no signal.</summary>
    public static string NoSignal => "The explanation has no signal: the influence of every training task on the poor ones is 0, "
        + "so none of them is critical and nothing can be repaired by them. The gradients of the policy are zero there, "
        + "as where all actions earn the same or the policy hardly varies its actions (of a learner without them: further training "
        + "changes the score of no poor task): train again with other settings.";

    /// <summary>Whether poor tasks were found whose explanation has no signal.</summary>
    /// <returns>False where nothing is poor.</returns>
    public bool LacksSignal() => Explanation is { } found && !found.HasSignal();

    /// <summary>The same explanation with another number of critical tasks.</summary>
    /// <param name="count">N_cri.</param>
    /// <returns>What an explanation for that number finds.</returns>
    public StoredExplanation With(int count)
        => this with { Critical = Explanation?.Critical(count) ?? [], Explanation = Explanation?.WithTop(count) };

    /// <summary>Environment steps of a part of the explanation. Scores of planted tasks are no part: they measure what no method
    /// sees.</summary>
    /// <param name="part">The part.</param>
    /// <returns>Environment steps.</returns>
    internal long Steps(ExplanationPart part) => part switch
    {
        ExplanationPart.None => 0,
        ExplanationPart.PoorTasks => SearchInteractions,
        _ => SearchInteractions + (Explanation?.Interactions ?? 0),
    };

    /// <summary>Share of the critical tasks that would be found again with other replicates, in [0, 1]; null without critical
    /// tasks.</summary>
    internal double? CriticalFoundAgain => Explanation is { } found && Critical.Length > 0 && found.Replicates.Length > found.Ranking.Length
        ? CriticalStability.Of(found, Critical, worst: false, StabilityKey)
        : null;

    /// <summary>Share of the harmful tasks that would be found again with other replicates, in [0, 1]; null without harmful
    /// tasks.</summary>
    internal double? HarmfulFoundAgain => Explanation is { } found && Harmful() is { Length: > 0 } harmful
        && found.Replicates.Length > found.Ranking.Length
            ? CriticalStability.Of(found, harmful, worst: true, StabilityKey)
            : null;

    /// <summary>Random numbers of the stability, which depend on nothing: the same explanation says the same everywhere.</summary>
    private static RandomKey StabilityKey => RandomKey.FromSeed(0).Derive(RandomPurpose.Bootstrap);

    /// <summary>How far the explanation can be trusted, for what is used of it, in sentences.</summary>
    internal IEnumerable<string> Trust()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int tasks = Explanation?.Ranking.Length ?? 0;
        if (CriticalFoundAgain is { } critical)
        {
            yield return string.Create(
                culture,
                $"A second explanation would name {critical:p0} of the {Critical.Length} critical tasks again (by chance "
                    + $"{Critical.Length / (double)tasks:p0}): {Words(critical)}.");
        }

        if (HarmfulFoundAgain is { } harm)
        {
            int count = Harmful().Length;
            yield return string.Create(
                culture,
                $"A second explanation would name {harm:p0} of the {count} harmful tasks again (by chance "
                    + $"{count / (double)tasks:p0}): {Words(harm)}.");
        }

        static string Words(double share) => share >= LeastReliability ? "this choice can be trusted"
            : share >= 0.5 ? "most of this choice can be trusted"
            : "this choice is mostly chance";
    }

    /// <summary>Positions of the training tasks whose influence is surely negative, most harmful first: they make the poor tasks
    /// worse.</summary>
    /// <returns>Positions. Of ten replicates or more: the tasks whose whole interval is negative, each at its own level. Of fewer, where
    /// single intervals say little: those that a t-test with Holm's correction over all tasks finds negative, and none where the influence
    /// is predicted to reproduce with less than <see cref="LeastReliability"/>.</returns>
    public int[] Harmful()
    {
        if (Explanation is not { Agreement: var agreement } found)
        {
            return [];
        }

        if (agreement.PValues is not { } single)
        {
            return [.. found.Ranking.Reverse().Where(position => agreement.Elements[position].High < 0)];
        }

        // A task without a p-value counts in the correction, and is never harmful.
        double[] adjusted = [.. single.Select(p => p ?? 1)];
        HolmCorrection.Adjust(adjusted, adjusted);
        return agreement.PredictedReliability >= LeastReliability
            ? [.. found.Ranking.Reverse().Where(position => agreement.Elements[position].Value < 0 && adjusted[position] <= Level)]
            : [];
    }
}
