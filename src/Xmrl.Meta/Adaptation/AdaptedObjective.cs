using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The task objective of gradient-based adaptation: J(θ_K) with θ_{k+1} = θ_k + α∘∇J_in(θ_k; D_k), differentiated to any needed order
/// by chaining products of the surrogates' derivatives; no matrix is ever formed.</summary>
/// <remarks>
/// With D = diag(α) and H_k = ∇²J_in(θ_k; D_k), the hyper-gradient runs backwards, a_K = ∇J_out(θ_K), a_k = a_{k+1} + H_k·D·a_{k+1};
/// its directional derivative along v runs forwards, v_{k+1} = v_k + D·H_k·v_k, and backwards again,
/// ȧ_K = H_out·v_K, ȧ_k = ȧ_{k+1} + H_k·D·ȧ_{k+1} + ∇³J_in[v_k, D·a_{k+1}].
/// </remarks>
/// <param name="inner">Evaluates the inner surrogate.</param>
/// <param name="outer">Evaluates the outer surrogate.</param>
/// <param name="step">The adaptation rule.</param>
/// <param name="order">How far the hyper-gradient looks through the inner steps.</param>
/// <param name="data">Fixed rollouts of the task.</param>
public sealed partial class AdaptedObjective(SurrogateEvaluator inner, SurrogateEvaluator outer, InnerStep step, GradientOrder order, AdaptationData data) : ITaskObjective
{
    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    /// <summary>Adapts θ on the fixed rollouts.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <returns>θ_0 … θ_K.</returns>
    public IReadOnlyList<Real[]> Adapt(ReadOnlySpan<Real> parameters)
    {
        if (parameters.SequenceEqual(data.Path[0]))
        {
            return data.Path;
        }

        var path = new List<Real[]> { parameters.ToArray() };
        var gradient = new double[Dimension];
        foreach (SampleBatch batch in data.Inner)
        {
            inner.ValueAndGradient(path[^1], batch, gradient);
            path.Add(step.Apply(path[^1], gradient));
        }

        return path;
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<Real> parameters) => outer.Value(Adapt(parameters)[^1], data.Outer);

    /// <summary>The outer surrogate and the mean divergence of the adapted policy from the one that sampled the outer rollouts.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <returns>The value, and the mean KL divergence in nats.</returns>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters)
        => outer.ValueAndDivergence(Adapt(parameters)[^1], data.Outer);

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        double value = outer.ValueAndGradient(path[^1], data.Outer, gradient);
        Backward(path, gradient);
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

    /// <summary>(∂θ_K/∂θ)·v.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="vector">v. Shape [P].</param>
    /// <returns>The tangent of the adapted parameters. Shape [P].</returns>
    public double[] Tangent(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector)
    {
        PreparedProduct[] hessians = InnerHessians(Adapt(parameters), s_none);
        return Forward(hessians, vector)[^1];
    }

    private static void AddTo(Span<double> sum, ReadOnlySpan<double> part)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += part[i];
        }
    }

    private void Backward(IReadOnlyList<Real[]> path, Span<double> adjoint)
    {
        if (order == GradientOrder.FirstOrder)
        {
            return;
        }

        var part = new double[Dimension];
        for (int k = data.Inner.Count - 1; k >= 0; k--)
        {
            step.Scale(adjoint, part);
            inner.HessianProduct(path[k], data.Inner[k], part, part);
            AddTo(adjoint, part);
        }
    }
}
