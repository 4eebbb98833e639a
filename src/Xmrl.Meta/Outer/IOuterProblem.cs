namespace Xmrl.Meta.Outer;

/// <summary>The meta-objective around the current meta-parameters, on the rollouts of one iteration.</summary>
public interface IOuterProblem
{
    /// <summary>The hyper-gradient at the current meta-parameters. Shape [P].</summary>
    ReadOnlySpan<double> Gradient { get; }

    /// <summary>Mean over tasks of the Fisher matrix of the adapted policies, through the adaptation, times a vector.</summary>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P].</param>
    void FisherProduct(ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>Surrogate and divergence of candidate meta-parameters, adapted on the same rollouts.</summary>
    /// <param name="candidate">Parameters θ. Shape [P].</param>
    /// <returns>Weighted mean of the outer surrogates, and mean KL divergence of the adapted policies in nats.</returns>
    (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate);

    /// <summary>Hyper-gradient of the ratio surrogate at candidate meta-parameters on the same rollouts, less η times the divergence of the
    /// policies before adaptation.</summary>
    /// <param name="candidate">Parameters θ. Shape [P].</param>
    /// <param name="penalty">η ≥ 0.</param>
    /// <param name="gradient">Receives the gradient. Shape [P].</param>
    void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient);

    /// <summary>Mean KL divergence of the policies before each inner step from those that sampled, at candidate meta-parameters.</summary>
    /// <param name="candidate">Parameters θ. Shape [P].</param>
    /// <returns>The divergence in nats.</returns>
    double InnerDivergence(ReadOnlySpan<Real> candidate);

    /// <summary>Mean over tasks of the Fisher matrix of the meta-policy on the rollouts before adaptation, times a vector.</summary>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product; 0 for what is not a parameter of the policy. Shape [P].</param>
    void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>Mean KL divergence of the policy at candidate meta-parameters from the one that sampled before adaptation.</summary>
    /// <param name="candidate">Parameters θ. Shape [P].</param>
    /// <returns>The divergence in nats.</returns>
    double MetaDivergence(ReadOnlySpan<Real> candidate);
}
