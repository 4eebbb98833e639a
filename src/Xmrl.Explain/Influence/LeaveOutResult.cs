using Xmrl.Statistics;

namespace Xmrl.Explain.Influence;

/// <summary>How well influence predicts what happens when training tasks are left out of a retraining.</summary>
internal sealed record LeaveOutResult
{
    /// <summary>Positions of the training tasks of each group, in the order of the ranking: the first group has the most
    /// influence.</summary>
    public required int[][] Groups { get; init; }

    /// <summary>Mean influence of each group's tasks. Shape [groups].</summary>
    public required double[] Influence { get; init; }

    /// <summary>Mean return on the poor tasks after adaptation when all tasks took part, minus that without the group, per task of the
    /// group: positive if the group helps. Shape [repeats, groups], row after row.</summary>
    public required double[] Effects { get; init; }

    /// <summary>Mean return of the base policy on the poor tasks after adaptation.</summary>
    public required double BaseReturn { get; init; }

    /// <summary>The same after retraining with all training tasks.</summary>
    public required double RetrainedReturn { get; init; }

    /// <summary>Iterations of each retraining.</summary>
    public required int Iterations { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long Interactions { get; init; }

    /// <summary>Rank correlation of influence and mean effect over groups; NaN where one of them is constant.</summary>
    public double RankCorrelation => SpearmanCorrelation.Value(Influence, MeanEffects);

    /// <summary>Rank correlation of the effects in two repeats with other random numbers: no prediction can be expected to agree better
    /// with them than they do with each other.</summary>
    public double RepeatCorrelation
        => SpearmanCorrelation.Value(Effects.AsSpan(0, Influence.Length), Effects.AsSpan(Influence.Length, Influence.Length));

    /// <summary>Mean over repeats of <see cref="Effects"/>. Shape [groups].</summary>
    public double[] MeanEffects
        =>
        [
            .. Enumerable.Range(0, Influence.Length)
            .Select(
                group => Enumerable.Range(0, Effects.Length / Influence.Length)
                    .Average(repeat => Effects[(repeat * Influence.Length) + group])),
        ];
}
