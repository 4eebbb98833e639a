namespace Xmrl.Meta.Outer;

/// <summary>Settings of the trust-region outer step.</summary>
public sealed record TrustRegionOptions
{
    /// <summary>Largest mean KL divergence δ of the adapted policies, in nats, &gt; 0. Default 0.01 (Finn et al. 2017, author code).</summary>
    public double MaximumDivergence { get; init; } = 0.01;

    /// <summary>Conjugate-gradient steps. Default 10 (Finn et al. 2017, author code).</summary>
    public int ConjugateGradientSteps { get; init; } = 10;

    /// <summary>Damping of the Fisher matrix. Default 1e-5 (Finn et al. 2017, author code).</summary>
    public double Damping { get; init; } = 1e-5;

    /// <summary>Largest number of halvings of the step. Default 15 (Finn et al. 2017, author code).</summary>
    public int LineSearchSteps { get; init; } = 15;

    /// <summary>Factor per backtracking step, in (0, 1). Default 0.8 (Duan et al. 2016, author code).</summary>
    public double Backtracking { get; init; } = 0.8;
}
