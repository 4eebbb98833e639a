using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Adaptation;

/// <summary>The inner problem of implicit MAML and how exactly it is solved.</summary>
public sealed record ProximalOptions
{
    /// <summary>λ̄, the strength of the pull to the meta-parameters, &gt; 0. Default 10 (chosen by us: about 1/α of a step of
    /// 0.1).</summary>
    public double Strength { get; init => field = NumberRange.Positive.Require(value); } = 10;

    /// <summary>Largest number of Newton steps of the inner solve, ≥ 1. Default 20 (chosen by us, untested).</summary>
    public int MaximumSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>The solve ends when the gradient's norm is this share of its norm at the start, &gt; 0. Default 1e-4 (chosen by us: float
    /// leaves little below).</summary>
    public double Tolerance { get; init => field = NumberRange.Positive.Require(value); } = 1e-4;

    /// <summary>Largest number of conjugate-gradient steps per linear system, ≥ 1. Default 20 (Rajeswaran et al. 2019 use 5 and
    /// more).</summary>
    public int SolverSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>Relative residual at which conjugate gradients stop, &gt; 0. Default 1e-6 (chosen by us, untested).</summary>
    public double SolverTolerance { get; init => field = NumberRange.Positive.Require(value); } = 1e-6;
}
