using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>The universal policy adaptation of BO-MRL and what its hyper-gradient takes into account.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 4 and Appendices D, N.</seealso>
public sealed record UniversalSettings : IValidated
{
    /// <summary>What the adapted policy is kept near by: forward is the paper's D₁, reverse D₂, parameters D₃. Default forward (the
    /// paper's first; it recommends none).</summary>
    public ProximalDivergence Divergence { get; init; } = ProximalDivergence.Forward;

    /// <summary>Strength of the pull to the meta-policy, in units of the standardised advantages, &gt; 0: λ of λ·KL, λ̄ of (λ̄/2)‖·‖²
    /// between parameters, which is twice the paper's λ. Default null: 0.5 for the KL divergences (Xu and Zhu 2024, Appendix N), 10
    /// between parameters (chosen by us, as for implicit MAML).</summary>
    /// <unit>weight</unit>
    public double? Strength { get; init; }

    /// <summary>How the inner problem is solved. Default Adam (Xu and Zhu 2024, Algorithm 2).</summary>
    public ProximalSolver Solver { get; init; } = ProximalSolver.Adam;

    /// <summary>Steps of the inner solve, in [1, 10000]. Default 50 (Xu and Zhu 2024, Appendix N).</summary>
    /// <unit>steps</unit>
    public int Steps { get; init; } = 50;

    /// <summary>Step size of Adam, &gt; 0. Default 0.003 (not stated by the paper; chosen by us, untested).</summary>
    /// <unit>step length</unit>
    public double AdamStepSize { get; init; } = 0.003;

    /// <summary>Share of the first gradient's norm below which a solve counts as converged, in (0, 1]. Default 0.1 (chosen by us: 50 steps
    /// of Adam end nowhere near less).</summary>
    /// <unit>share</unit>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Most conjugate-gradient steps per linear system, in [1, 10000]. Default 20 (chosen by us, as for implicit MAML).</summary>
    /// <unit>steps</unit>
    public int SolverSteps { get; init; } = 20;

    /// <summary>Damping of the inner curvature, as a share of the curvature along the outer gradient, in [0, 1000]; raised
    /// tenfold until the matrix is positive definite, unless it is 0. Default 0.001 (chosen by us).</summary>
    /// <unit>share</unit>
    public double Damping { get; init; } = 1e-3;

    /// <summary>What ∂θ′/∂θ is taken for. Default implicit.</summary>
    public ProximalOrder Order { get; init; } = ProximalOrder.Implicit;

    /// <summary>Whether the hyper-gradient has the sampled term through the advantages. Default false (Xu and Zhu 2024,
    /// Appendix D).</summary>
    public bool ValueTerm { get; init; }

    /// <summary>Whether the hyper-gradient has the sampled term through the visited states. Default false (chosen by us: its variance is
    /// that of sums over trajectories; the paper omits the term).</summary>
    public bool VisitTerm { get; init; }

    /// <summary>The options of the solve.</summary>
    /// <returns>New options.</returns>
    public ProximalOptions Options() => new()
    {
        Divergence = Divergence,
        Strength = Strength ?? (Divergence == ProximalDivergence.Parameters ? 10 : 0.5),
        Solver = Solver,
        MaximumSteps = Steps,
        AdamStepSize = AdamStepSize,
        Tolerance = Tolerance,
        SolverSteps = SolverSteps,
        Damping = Damping,
        Order = Order,
        ValueTerm = ValueTerm,
        VisitTerm = VisitTerm,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. Strength is { } strength ? NumberRange.Positive.Check(nameof(Strength), strength) : [],
        .. NumberRange.Closed(1, 10_000).Check(nameof(Steps), Steps),
        .. NumberRange.Positive.Check(nameof(AdamStepSize), AdamStepSize),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Tolerance), Tolerance),
        .. NumberRange.Closed(1, 10_000).Check(nameof(SolverSteps), SolverSteps),
        .. NumberRange.Closed(0, 1_000).Check(nameof(Damping), Damping),
        .. Order == ProximalOrder.First && (ValueTerm || VisitTerm)
            ? [new ValidationError(nameof(Order), "Implicit with valueTerm or visitTerm", "First")]
            : Array.Empty<ValidationError>(),
    ];
}
