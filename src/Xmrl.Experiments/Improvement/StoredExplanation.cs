using Xmrl.Explain.Influence;

namespace Xmrl.Experiments.Improvement;

/// <summary>Content of explanation.json: which training tasks matter for which poor tasks.</summary>
public sealed record StoredExplanation
{
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

    /// <summary>Scores of the planted training tasks under the base policy, where a region of them is rare; null otherwise, and in explanations that were stored before they were.</summary>
    public double[]? PlantedScores { get; init; }

    /// <summary>The same explanation with another number of critical tasks.</summary>
    /// <param name="count">N_cri.</param>
    /// <returns>What an explanation for that number finds.</returns>
    public StoredExplanation With(int count) => this with { Critical = Explanation?.Critical(count) ?? [], Explanation = Explanation?.WithTop(count) };

    /// <summary>Positions of the training tasks whose influence is negative with its whole interval, most harmful first: they make the poor tasks worse.</summary>
    /// <returns>Positions.</returns>
    public int[] Harmful() => Explanation is null
        ? []
        : [.. Explanation.Ranking.Reverse().Where(position => Explanation.Agreement.Elements[position].High < 0)];
}
