using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Tabular;

/// <summary>The within-task algorithm of a table, and how its hyper-gradient is taken.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), eqs. (1), (2), (9) and (11).</seealso>
internal sealed record TabularOptions
{
    /// <summary>Which divergence pulls the adapted policy to π_φ. Default Forward, D₁ of the paper.</summary>
    public ProximalDivergence Divergence { get; init; } = ProximalDivergence.Forward;

    /// <summary>λ of the paper, &gt; 0, on the scale of the values: times the mean KL in nats, or times ‖θ − φ‖² (without the ½ of implicit
    /// MAML). Default 0.5, the paper's for Frozen Lake.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Strength { get; init => field = NumberRange.Positive.Require(value); } = 0.5;

    /// <summary>Whether the value of the adapted policy is replaced by its first-order approximation at φ: with Parameters one
    /// policy-gradient step of size (1 − γ)/(2λ), so that the learner is exact MAML. Default false.</summary>
    public bool IsLinear { get; init; }

    /// <summary>What the hyper-gradient keeps. Default all: exact.</summary>
    public HyperGradientTerms Terms { get; init; } = HyperGradientTerms.All;

    /// <summary>Largest number of Newton steps of an inner solve, ≥ 1. Default 200 (the paper's settings on Frozen Lake need 9 to
    /// 12).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaximumSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 200;

    /// <summary>An inner solve has converged when its gradient's norm is this share of its norm at φ, &gt; 0. Default 1e-10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Tolerance { get; init => field = NumberRange.Positive.Require(value); } = 1e-10;
}
