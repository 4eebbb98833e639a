using Xmrl.Explain.Information;
using Xmrl.Explain.MixingLaws;

namespace Xmrl.Explain.Augmentation;

/// <summary>Settings of the search for the mixing law (Algorithm 1).</summary>
public sealed record MixingOptions
{
    /// <summary>P_φλ(λ).</summary>
    public IMixingLaw Law { get; init; } = new LogitNormal();

    /// <summary>What is maximised.</summary>
    public IInformationEstimator Information { get; init; } = new SmallSeparation();

    /// <summary>How φ answers to λ.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.OneStep;

    /// <summary>Advantage of the mixed samples that are differentiated.</summary>
    public MixedAdvantage Advantage { get; init; } = MixedAdvantage.Interpolated;

    /// <summary>Weight of the union of own and mixed samples.</summary>
    public UnionMass Mass { get; init; } = UnionMass.Default;

    /// <summary>K, iterations.</summary>
    public int Iterations { get; init; } = 20;

    /// <summary>N_ζ̄, sets of mixing coefficients per iteration, ≥ 2.</summary>
    public int Sets { get; init; } = 4;

    /// <summary>N_ζ, draws of meta-parameters per iteration, even.</summary>
    public int Draws { get; init; } = 2;

    /// <summary>Training tasks beside the critical ones that move φ in each iteration.</summary>
    public int OtherTasks { get; init; } = 10;

    /// <summary>Initial σ, small enough for a perturbed policy to act still as a policy. Chosen by us, untested.</summary>
    public double InitialDeviation { get; init; } = 0.01;

    /// <summary>η: length of φ's ascent step.</summary>
    public double ParameterStep { get; init; } = 0.01;

    /// <summary>β: length of φ_λ's ascent step.</summary>
    public double LawStep { get; init; } = 0.05;

    /// <summary>κ ≥ 0: weight of KL(P_φ ‖ N(θ_0, σ_0²I)) against which the lower level maximises. At 0, the paper's problem, σ shrinks
    /// without end.</summary>
    public double PriorWeight { get; init; } = 1e-3;

    /// <summary>Damping of the implicit solve relative to the largest curvature.</summary>
    public double RelativeDamping { get; init; } = 0.3;

    /// <summary>Conjugate-gradient steps of the implicit solve.</summary>
    public int SolverSteps { get; init; } = 5;
}
