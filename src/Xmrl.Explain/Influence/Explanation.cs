namespace Xmrl.Explain.Influence;

/// <summary>Which training tasks matter for the poorly adapted ones.</summary>
public sealed record Explanation
{
    /// <summary>How it was made.</summary>
    public required InfluenceMethod Method { get; init; }

    /// <summary>How replicates made the influence that ranks the tasks.</summary>
    public InfluencePooling Pooling { get; init; }

    /// <summary>ω after the last iteration of Algorithm 2, ≥ 0; 1 is neutral. Shape [n].</summary>
    public required double[] Weights { get; init; }

    /// <summary>Influence per iteration in standard deviations over tasks: positive helps the poor tasks, negative harms them. Shape [R,
    /// n], row after row.</summary>
    public required double[] Replicates { get; init; }

    /// <summary>Agreement of the replicates, and each task's influence with its interval, in standard deviations over tasks.</summary>
    /// <remarks>The unit is the standard deviation of the influences that are estimated here. Their noise is in it: it is larger than that
    /// of the true influences, and another explanation has another unit.</remarks>
    public required RankAgreementResult Agreement { get; init; }

    /// <summary>Training tasks by mean influence, largest first. Shape [n].</summary>
    public required int[] Ranking { get; init; }

    /// <summary>A sentence about the linear solves; empty for <see cref="InfluenceMethod.Identity"/>.</summary>
    public required string Solver { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long Interactions { get; init; }

    /// <summary>Whether there is anything to rank: the influence of some task is a finite number other than 0. Without it the ranking is
    /// the order of the tasks, and no task is critical.</summary>
    /// <returns>False where the gradients of the training tasks or of the poor tasks are zero.</returns>
    public bool HasSignal() => Agreement.Elements.Any(element => element.Value != 0 && double.IsFinite(element.Value));

    /// <summary>The same explanation, with the overlap of replicates measured for another number of critical tasks.</summary>
    /// <param name="count">N_cri.</param>
    /// <returns>The explanation.</returns>
    public Explanation WithTop(int count) => this with
    {
        Agreement = Agreement with { TopCount = count, TopOverlap = RankAgreement.Overlap(Replicates, Ranking.Length, count) },
    };

    /// <summary>The critical tasks: the first of the ranking; none without a signal.</summary>
    /// <param name="count">N_cri.</param>
    /// <returns>Positions of training tasks.</returns>
    public int[] Critical(int count) => HasSignal() ? Ranking[..count] : [];
}
