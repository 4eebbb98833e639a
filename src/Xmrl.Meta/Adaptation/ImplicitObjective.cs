using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The task objective of implicit MAML: J_out(θ′) where θ′ solves the proximal inner problem; derivatives follow from its optimality condition, not from the path of the solve.</summary>
/// <remarks>
/// With M = ∂θ′/∂θ = (I − ∇²J_in(θ′; D)/λ̄)⁻¹, symmetric: ∇ = M·∇J_out(θ′), and along v with t = M·v, a = ∇:
/// ∇²·v = M·(∇²J_out·t + ∇³J_in[t, a]/λ̄). Every M is a solve by conjugate gradients.
/// </remarks>
/// <param name="inner">Evaluates the inner surrogate with ratios to the policy that sampled.</param>
/// <param name="outer">Evaluates the outer surrogate.</param>
/// <param name="options">The inner problem.</param>
/// <param name="data">Fixed rollouts of the task: one inner rollout, which remembers the policy that sampled.</param>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eq. (6).</seealso>
public sealed class ImplicitObjective(SurrogateEvaluator inner, SurrogateEvaluator outer, ProximalOptions options, AdaptationData data) : ITaskObjective
{
    private readonly ProximalStep _step = new(inner, options);

    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    private SampleBatch Batch => data.Inner[0];

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<Real> parameters) => outer.Value(Adapt(parameters), data.Outer);

    /// <inheritdoc/>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters) => outer.ValueAndDivergence(Adapt(parameters), data.Outer);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient)
    {
        Real[] adapted = Adapt(parameters);
        var own = new double[Dimension];
        double value = outer.ValueAndGradient(adapted, data.Outer, own);
        _step.Jacobian(adapted, Batch, own).CopyTo(gradient);
        return value;
    }

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        Real[] adapted = Adapt(parameters);
        var own = new double[Dimension];
        var third = new double[Dimension];
        outer.ValueAndGradient(adapted, data.Outer, own);
        double[] gradient = _step.Jacobian(adapted, Batch, own);
        double[] tangent = _step.Jacobian(adapted, Batch, vector);
        outer.HessianProduct(adapted, data.Outer, tangent, own);
        inner.ThirdProduct(adapted, Batch, gradient, tangent, third);
        for (int i = 0; i < own.Length; i++)
        {
            own[i] += third[i] / options.Strength;
        }

        _step.Jacobian(adapted, Batch, own).CopyTo(product);
    }

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        Real[] adapted = Adapt(parameters);
        double[] tangent = _step.Jacobian(adapted, Batch, vector);
        outer.FisherProduct(adapted, data.Outer, tangent, tangent);
        _step.Jacobian(adapted, Batch, tangent).CopyTo(product);
    }

    private Real[] Adapt(ReadOnlySpan<Real> parameters)
        => parameters.SequenceEqual(data.Path[0]) ? data.Path[^1] : _step.Solve(parameters, Batch).Adapted;
}
