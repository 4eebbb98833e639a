using Xmrl.Explain.Influence;

namespace Xmrl.Experiments.Improvement;

/// <summary>Content of explanation.json: which training tasks matter for which poor tasks.</summary>
public sealed record StoredExplanation
{
    /// <summary>Positions of the poor validation tasks, worst first.</summary>
    public required int[] Poor { get; init; }

    /// <summary>Scores by which they were selected; one per validation task.</summary>
    public required double[] SelectionScores { get; init; }

    /// <summary>Scores of the validation tasks on fresh episodes.</summary>
    public required double[] MeasuredScores { get; init; }

    /// <summary>Positions of the critical training tasks.</summary>
    public required int[] Critical { get; init; }

    /// <summary>Influence, weights, intervals and agreement.</summary>
    public required Explanation Explanation { get; init; }
}
