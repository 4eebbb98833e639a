using Xmrl.Autodiff;
using Xmrl.Numerics.Linear;

namespace Xmrl.Meta.Objectives;

/// <summary>J_i(Adapt(θ)) of one task on fixed rollouts, with derivatives with respect to the meta-parameters θ. Pure: no hidden
/// state.</summary>
public interface ITaskObjective
{
    /// <summary>Number of meta-parameters P.</summary>
    int Dimension { get; }

    /// <summary>How the linear solve of the last <see cref="Gradient"/> ended; null for objectives that solve nothing.</summary>
    ConjugateGradientStatus? Solve => null;

    /// <summary>The objective's value.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <returns>The outer surrogate at the adapted parameters.</returns>
    double Value(ReadOnlySpan<Real> parameters);

    /// <summary>The objective's value and the mean divergence of the adapted policy from the one that sampled the outer rollouts.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <returns>The value, and the mean KL divergence in nats.</returns>
    (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters);

    /// <summary>The objective's value and hyper-gradient.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="gradient">Receives ∇_θ J(Adapt(θ)). Shape [P].</param>
    /// <returns>The value.</returns>
    double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient);

    /// <summary>∇²_θθ J(Adapt(θ))·v.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P]; no overlap with v.</param>
    void HessianProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>(∂θ′/∂θ)ᵀ·F(θ′)·(∂θ′/∂θ)·v with the Fisher matrix F of the adapted policy on the outer rollouts: positive
    /// semi-definite.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P]; no overlap with v.</param>
    void FisherProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>Prepares v → ∇²_θθ J(Adapt(θ))·v: <see cref="Multiply"/> gives the bits of <see cref="HessianProduct"/> in less
    /// time.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="memory">Lends the memory; what it has none for is computed again in every product.</param>
    /// <returns>The prepared curvature.</returns>
    PreparedCurvature PrepareHessian(ReadOnlySpan<Real> parameters, PreparationMemory memory);

    /// <summary>Prepares v → (∂θ′/∂θ)ᵀ·F(θ′)·(∂θ′/∂θ)·v: <see cref="Multiply"/> gives the bits of <see cref="FisherProduct"/> in less
    /// time.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="memory">Lends the memory; what it has none for is computed again in every product.</param>
    /// <returns>The prepared curvature.</returns>
    PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory);

    /// <summary>A prepared curvature times a vector.</summary>
    /// <param name="curvature">Prepared by any worker for the same rollouts.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives the product. Shape [P]; no overlap with v.</param>
    void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product);
}
