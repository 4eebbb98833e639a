using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Autodiff;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>The task objective of implicit MAML: J_out(θ′) where θ′ solves the proximal inner problem; derivatives follow from its
/// optimality condition, not from the path of the solve.</summary>
/// <remarks>
/// With M = ∂θ′/∂θ = (I − ∇²J_in(θ′; D)/λ̄)⁻¹, symmetric: ∇ = M·∇J_out(θ′), and along v with t = M·v, a = ∇:
/// ∇²·v = M·(∇²J_out·t + ∇³J_in[t, a]/λ̄). Every M is a solve by conjugate gradients.
/// </remarks>
/// <param name="inner">Evaluates the inner surrogate with ratios to the policy that sampled.</param>
/// <param name="outer">Evaluates the outer surrogate.</param>
/// <param name="options">The inner problem.</param>
/// <param name="data">Fixed rollouts of the task: one inner rollout, which remembers the policy that sampled.</param>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eq. (6).</seealso>
public sealed class ImplicitObjective(
    SurrogateEvaluator inner, SurrogateEvaluator outer, ProximalOptions options, AdaptationData data) : ITaskObjective
{
    private static readonly PreparationMemory s_none = new(0);

    private readonly ProximalStep _step = new(inner, options);

    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    private SampleBatch Batch => data.Inner[0];

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<Real> parameters) => outer.Value(Adapt(parameters), data.Outer);

    /// <inheritdoc/>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters)
        => outer.ValueAndDivergence(Adapt(parameters), data.Outer);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient)
    {
        Real[] adapted = Adapt(parameters);
        using PreparedProduct hessian = inner.PrepareHessian(adapted, Batch, s_none);
        var own = new double[Dimension];
        double value = outer.ValueAndGradient(adapted, data.Outer, own);
        Jacobian(hessian, own).CopyTo(gradient);
        return value;
    }

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        using PreparedCurvature curvature = PrepareHessian(parameters, s_none);
        Multiply(curvature, vector, product);
    }

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        using PreparedCurvature curvature = PrepareFisher(parameters, s_none);
        Multiply(curvature, vector, product);
    }

    /// <inheritdoc/>
    public PreparedCurvature PrepareHessian(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        Real[] adapted = Adapt(parameters);
        PreparedProduct hessian = inner.PrepareHessian(adapted, Batch, memory);
        var own = new double[Dimension];
        outer.ValueAndGradient(adapted, data.Outer, own);
        PreparedProduct third = inner.PrepareThird(adapted, Batch, Jacobian(hessian, own), memory);
        return new PreparedCurvature([hessian], outer.PrepareHessian(adapted, data.Outer, memory), [third]);
    }

    /// <inheritdoc/>
    public PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        Real[] adapted = Adapt(parameters);
        return new PreparedCurvature([inner.PrepareHessian(adapted, Batch, memory)], outer.PrepareFisher(adapted, data.Outer, memory), []);
    }

    /// <inheritdoc/>
    public void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] tangent = Jacobian(curvature.Inner[0], vector);
        var curved = new double[Dimension];
        outer.Multiply(curvature.Outer, tangent, curved);
        foreach (PreparedProduct third in curvature.Thirds)
        {
            inner.Multiply(third, tangent, tangent);
            for (int i = 0; i < curved.Length; i++)
            {
                curved[i] += tangent[i] / options.Strength;
            }
        }

        Jacobian(curvature.Inner[0], curved).CopyTo(product);
    }

    /// <summary>(∂θ′/∂θ)·v = λ̄(λ̄I − ∇²J)⁻¹·v; the matrix is symmetric.</summary>
    private double[] Jacobian(PreparedProduct hessian, ReadOnlySpan<double> vector)
    {
        var product = new double[Dimension];
        _step.Invert((v, result) => inner.Multiply(hessian, v, result), vector, product);
        for (int i = 0; i < product.Length; i++)
        {
            product[i] *= options.Strength;
        }

        return product;
    }

    private Real[] Adapt(ReadOnlySpan<Real> parameters)
        => parameters.SequenceEqual(data.Path[0])
            ? data.Path[^1]
            : AdaptationLoop.Run(parameters, 1, new HeldData(data), _step).Adapted;
}
