using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Outer;

/// <summary>Several gradient steps on the rollouts of one iteration.</summary>
public sealed record EpochOptions
{
    /// <summary>Steps per iteration, ≥ 1. Default 5 (Rothfuss et al. 2019, author code).</summary>
    public int Epochs { get; init => field = NumberRange.AtLeast(1).Require(value); } = 5;

    /// <summary>η, first weight of the KL divergence of the meta-policy from the one that sampled, ≥ 0; 0 for none (PPO). Default 5e-4
    /// (Rothfuss et al. 2019, author code).</summary>
    public double Penalty { get; init => field = NumberRange.NotNegative.Require(value); } = 5e-4;

    /// <summary>Divergence in nats, &gt; 0, that η is adapted to: it doubles above 1.5 times the target and halves below the target over
    /// 1.5. Default 0.01 (Rothfuss et al. 2019, author code).</summary>
    public double TargetDivergence { get; init => field = NumberRange.Positive.Require(value); } = 0.01;

    /// <summary>Whether η adapts. Default true (chosen by us, untested; the author code's script leaves η constant).</summary>
    public bool AdaptsPenalty { get; init; } = true;
}
