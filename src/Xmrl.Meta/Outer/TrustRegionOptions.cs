using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Outer;

/// <summary>Settings of the trust-region outer step.</summary>
public sealed record TrustRegionOptions
{
    /// <summary>Whose divergence is bounded. Default that of the adapted policies (Finn et al. 2017).</summary>
    public TrustRegion Region { get; init; }

    /// <summary>Largest mean KL divergence δ of the policies of <see cref="Region"/>, in nats, &gt; 0. Default 0.01 (Finn et al. 2017,
    /// author code).</summary>
    public double MaximumDivergence { get; init => field = NumberRange.Positive.Require(value); } = 0.01;

    /// <summary>Conjugate-gradient steps, ≥ 1. Default 10 (Finn et al. 2017, author code).</summary>
    public int ConjugateGradientSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 10;

    /// <summary>Damping of the Fisher matrix, ≥ 0. Default 1e-5 (Finn et al. 2017, author code).</summary>
    public double Damping { get; init => field = NumberRange.NotNegative.Require(value); } = 1e-5;

    /// <summary>Largest number of steps tried, each <see cref="Backtracking"/> times the one before, ≥ 1. Default 15 (Finn et al. 2017,
    /// author code).</summary>
    public int LineSearchSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 15;

    /// <summary>Factor per backtracking step, in (0, 1). Default 0.8 (Duan et al. 2016, author code).</summary>
    public double Backtracking { get; init => field = NumberRange.Open(0, 1).Require(value); } = 0.8;
}
