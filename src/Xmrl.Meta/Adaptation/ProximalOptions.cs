using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Adaptation;

/// <summary>The inner problem of implicit MAML and BO-MRL, how exactly it is solved, and what its hyper-gradient takes into
/// account.</summary>
public sealed record ProximalOptions
{
    /// <summary>What the adapted policy is kept near by. Default between parameters (implicit MAML).</summary>
    public ProximalDivergence Divergence { get; init; }

    /// <summary>Strength of the pull to the meta-policy, &gt; 0: λ̄ of (λ̄/2)‖ψ − θ‖² between parameters (twice the λ of BO-MRL), λ of
    /// λ·KL otherwise. Default 10 (chosen by us: about 1/α of a step of 0.1).</summary>
    public double Strength { get; init => field = NumberRange.Positive.Require(value); } = 10;

    /// <summary>How the inner problem is solved. Default Newton steps.</summary>
    public ProximalSolver Solver { get; init; }

    /// <summary>Step size of Adam, &gt; 0; without effect on Newton steps. Default 0.003 (Xu and Zhu 2024 do not state it; chosen
    /// by us, untested).</summary>
    public double AdamStepSize { get; init => field = NumberRange.Positive.Require(value); } = 0.003;

    /// <summary>Largest number of steps of the inner solve, ≥ 1. Default 20 (chosen by us, untested).</summary>
    public int MaximumSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>The solve has converged when the gradient's norm is this share of its norm at the start, &gt; 0; Newton steps end there,
    /// steps of Adam are all taken. Default 1e-4 (chosen by us: float leaves little below).</summary>
    public double Tolerance { get; init => field = NumberRange.Positive.Require(value); } = 1e-4;

    /// <summary>Largest number of conjugate-gradient steps per linear system, ≥ 1. Default 20 (Rajeswaran et al. 2019 use 5 and
    /// more).</summary>
    public int SolverSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>Relative residual at which conjugate gradients stop, &gt; 0. Default 1e-6 (chosen by us, untested).</summary>
    public double SolverTolerance { get; init => field = NumberRange.Positive.Require(value); } = 1e-6;

    /// <summary>Damping of the inner curvature in the hyper-gradient, as a share of the curvature along the outer gradient, ≥ 0; where it
    /// is positive and too small for a positive definite matrix, it is raised tenfold until it is not. Default 0.</summary>
    public double Damping { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>What the hyper-gradient takes ∂θ′/∂θ for. Default implicit.</summary>
    public ProximalOrder Order { get; init; }

    /// <summary>Whether the hyper-gradient has the term of the advantages' dependence on the meta-policy, estimated from the trajectories.
    /// Default false (Xu and Zhu 2024, Appendix D); second derivatives are without it.</summary>
    public bool ValueTerm { get; init; }

    /// <summary>Whether the hyper-gradient has the term of the visited states' dependence on the meta-policy, estimated from the
    /// trajectories. Default false: the paper omits it; second derivatives are without it.</summary>
    public bool VisitTerm { get; init; }
}
