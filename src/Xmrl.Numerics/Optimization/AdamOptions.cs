using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Optimization;

/// <summary>Constants of <see cref="Adam"/>; the defaults are those of the paper, algorithm 1.</summary>
public sealed record AdamOptions
{
    /// <summary>α, finite and ≥ 0. Default 0.001.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double StepSize { get; init => field = NumberRange.NotNegative.Require(value); } = 1e-3;

    /// <summary>β₁ in [0, 1): memory of the mean. Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double Beta1 { get; init => field = NumberRange.ClosedOpen(0, 1).Require(value); } = 0.9;

    /// <summary>β₂ in [0, 1): memory of the mean square. Default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double Beta2 { get; init => field = NumberRange.ClosedOpen(0, 1).Require(value); } = 0.999;

    /// <summary>ε &gt; 0, added to the root: bounds the step where gradients vanish. Default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double Epsilon { get; init => field = NumberRange.Positive.Require(value); } = 1e-8;
}
