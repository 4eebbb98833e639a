namespace Xmrl.Experiments.Explanations;

/// <summary>Content of fidelity.json: meta-policies trained on the critical tasks alone, on as many random tasks alone and on all training
/// tasks, scored on the poor tasks (xmrl, Table 4).</summary>
internal sealed record StoredFidelity
{
    /// <summary>Positions of the poor validation tasks.</summary>
    public required int[] Poor { get; init; }

    /// <summary>Positions of the random training tasks.</summary>
    public required int[] Random { get; init; }

    /// <summary>Score per poor task of the policy trained on the critical tasks.</summary>
    public required double[] CriticalScores { get; init; }

    /// <summary>Score per poor task of the base policy, trained on all tasks.</summary>
    public required double[] AllScores { get; init; }

    /// <summary>Score per poor task of the policy trained on random tasks.</summary>
    public required double[] RandomScores { get; init; }
}
