using Xmrl.Explain.Information;
using Xmrl.Explain.MixingLaws;
using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.Augmentation;

/// <summary>Settings of the search for the mixing law (Algorithm 1).</summary>
internal sealed record MixingOptions
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

    /// <summary>K, iterations, ≥ 1. Default 20 (chosen by us, untested).</summary>
    public int Iterations { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>N_ζ̄, sets of mixing coefficients per iteration, ≥ 2. Default 4 (chosen by us, untested).</summary>
    public int Sets { get; init => field = NumberRange.AtLeast(2).Require(value); } = 4;

    /// <summary>N_ζ, draws of meta-parameters per iteration, even and ≥ 2. Default 2, the least (chosen by us, untested).</summary>
    public int Draws { get; init => field = NumberRange.AtLeast(2).Require(value); } = 2;

    /// <summary>Training tasks beside the critical ones that move φ in each iteration, ≥ 0. Default 10 (chosen by us, untested).</summary>
    public int OtherTasks { get; init => field = NumberRange.NotNegative.Require(value); } = 10;

    /// <summary>Initial σ of the meta-parameters, &gt; 0. Default 0.01 (chosen by us, untested).</summary>
    public double InitialDeviation { get; init => field = NumberRange.Positive.Require(value); } = 0.01;

    /// <summary>η: length of φ's ascent step, ≥ 0. Default 0.01 (chosen by us, untested).</summary>
    public double ParameterStep { get; init => field = NumberRange.NotNegative.Require(value); } = 0.01;

    /// <summary>β: length of φ_λ's ascent step, ≥ 0. Default 0.05 (chosen by us, untested).</summary>
    public double LawStep { get; init => field = NumberRange.NotNegative.Require(value); } = 0.05;

    /// <summary>κ: weight of KL(P_φ ‖ N(θ_0, σ_0²I)) against which the lower level maximises, ≥ 0. At 0, the paper's problem, σ shrinks
    /// without end. Default 0.001 (docs/deviations.md).</summary>
    public double PriorWeight { get; init => field = NumberRange.NotNegative.Require(value); } = 1e-3;

    /// <summary>Damping of the implicit solve relative to the largest curvature, ≥ 0. Default 0.3 (chosen by us, untested).</summary>
    public double RelativeDamping { get; init => field = NumberRange.NotNegative.Require(value); } = 0.3;

    /// <summary>Conjugate-gradient steps of the implicit solve, ≥ 1. Default 5 (chosen by us, untested).</summary>
    public int SolverSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 5;
}
