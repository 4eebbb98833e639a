namespace Xmrl.Rl.ActorCritic;

/// <summary>Constants of the soft actor-critic's errors.</summary>
internal sealed record SoftOptions
{
    /// <summary>What the target is made of.</summary>
    public SoftUpdate Update { get; init; } = SoftUpdate.ValueTarget;

    /// <summary>γ in [0, 1).</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>s_r &gt; 0: the critics learn sums of s_r·r.</summary>
    public double RewardScale { get; init; } = 5;

    /// <summary>Weight of the mean of m², ≥ 0.</summary>
    public double MeanPenalty { get; init; } = 1e-3;

    /// <summary>Weight of the mean of (ln s)², ≥ 0.</summary>
    public double DeviationPenalty { get; init; } = 1e-3;

    /// <summary>Whether the policy's entropy counts as reward; without, ln π is left out of targets and objective. For tests of
    /// values.</summary>
    public bool WithEntropy { get; init; } = true;
}
