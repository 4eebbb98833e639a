namespace Xmrl.Meta.Adaptation;

/// <summary>The inner problem of implicit MAML and how exactly it is solved.</summary>
public sealed record ProximalOptions
{
    /// <summary>λ̄ &gt; 0, the strength of the pull to the meta-parameters. Default 10 (ours: about 1/α of a step of 0.1).</summary>
    public double Strength { get; init => field = Ranges.Positive(value, nameof(Strength)); } = 10;

    /// <summary>Largest number of Newton steps of the inner solve, ≥ 1. Default 20 (ours).</summary>
    public int MaximumSteps { get; init => field = Ranges.AtLeast(1, value, nameof(MaximumSteps)); } = 20;

    /// <summary>The solve ends when the gradient's norm is this share of its norm at the start. Default 1e-4 (ours; float leaves little
    /// below).</summary>
    public double Tolerance { get; init => field = Ranges.Positive(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>Largest number of conjugate-gradient steps per linear system, ≥ 1. Default 20 (Rajeswaran et al. 2019 use 5 and
    /// more).</summary>
    public int SolverSteps { get; init => field = Ranges.AtLeast(1, value, nameof(SolverSteps)); } = 20;

    /// <summary>Relative residual at which conjugate gradients stop. Default 1e-6 (ours).</summary>
    public double SolverTolerance { get; init => field = Ranges.Positive(value, nameof(SolverTolerance)); } = 1e-6;
}
