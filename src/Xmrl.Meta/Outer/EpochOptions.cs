namespace Xmrl.Meta.Outer;

/// <summary>Several gradient steps on the rollouts of one iteration.</summary>
public sealed record EpochOptions
{
    /// <summary>Steps per iteration, ≥ 1. Default 5 (Rothfuss et al. 2019, author code).</summary>
    public int Epochs { get; init => field = Ranges.AtLeast(1, value, nameof(Epochs)); } = 5;

    /// <summary>η ≥ 0, first weight of the KL divergence of the meta-policy from the one that sampled; 0 for none (PPO). Default 5e-4
    /// (Rothfuss et al. 2019, author code).</summary>
    public double Penalty { get; init => field = Ranges.NotNegative(value, nameof(Penalty)); } = 5e-4;

    /// <summary>Divergence in nats, &gt; 0, that η is adapted to: it doubles above 1.5 times the target and halves below the target over
    /// 1.5. Default 0.01 (Rothfuss et al. 2019, author code).</summary>
    public double TargetDivergence { get; init => field = Ranges.Positive(value, nameof(TargetDivergence)); } = 0.01;

    /// <summary>Whether η adapts. Default true.</summary>
    public bool AdaptsPenalty { get; init; } = true;
}
