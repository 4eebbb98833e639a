using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>The task objective of gradient-based adaptation: J(θ_K) with θ_{k+1} = θ_k + α∘∇J_in(θ_k; D_k), differentiated to any needed
/// order by chaining products of the surrogates' derivatives; no matrix is ever formed.</summary>
/// <remarks>
/// With D = diag(α), H_k = ∇²J_in(θ_k; D_k), g_k = ∇J_in(θ_k; D_k) and the sampling correction c·Σ_k ℓ_k(θ_k), ℓ_k = Σ_{τ∈D_k} ln π(τ; ·)
/// (c = 0 without it), the hyper-gradient runs backwards, a_K = ∇J_out(θ_K), a_k = a_{k+1} + H_k·D·a_{k+1} + c·∇ℓ_k, and that of a learned
/// α is Σ_k a_{k+1}∘g_k; its directional derivative along (v, w) runs forwards, v_{k+1} = v_k + D·H_k·v_k + w∘g_k, and backwards again,
/// ȧ_K = H_out·v_K, ȧ_k = ȧ_{k+1} + H_k·(D·ȧ_{k+1} + w∘a_{k+1}) + ∇³J_in[v_k, D·a_{k+1}] + c·∇²ℓ_k·v_k, with Σ_k (ȧ_{k+1}∘g_k +
/// a_{k+1}∘H_k·v_k) for α.
/// </remarks>
/// <param name="inner">Evaluates the inner surrogate.</param>
/// <param name="outer">Evaluates the outer surrogate.</param>
/// <param name="step">The adaptation rule.</param>
/// <param name="order">How far the hyper-gradient looks through the inner steps.</param>
/// <param name="data">Fixed rollouts of the task.</param>
public sealed partial class AdaptedObjective(
    SurrogateEvaluator inner, SurrogateEvaluator outer, InnerStep step, GradientOrder order, AdaptationData data) : ITaskObjective
{
    private readonly int _size = inner.Dimension;

    /// <inheritdoc/>
    public int Dimension => _size + step.LearnedCount;

    /// <summary>Evaluates <see cref="LogLikelihood"/> for the sampling correction of weight <see cref="AdaptationData.CorrectionWeight"/>;
    /// null for none.</summary>
    public SurrogateEvaluator? Likelihood { get; init; }

    /// <summary>η ≥ 0: η·Σ_k KL(π_k,old ‖ π_θk) of the policies before each inner step is subtracted from value and gradient (not from
    /// second derivatives). Above 0, the inner rollouts must remember the policies that sampled them.</summary>
    public double Penalty { get; init; }

    /// <summary>ρ ≥ 0: +(ρ/2)‖θ_k‖² joins the objective of every inner step, so that g_k gains ρθ_k and H_k gains ρI.</summary>
    public double InvertedRegularization { get; init; }

    /// <summary>Parameters that are not meta-parameters, because each adaptation begins with them at fixed values (the context of CAVIA):
    /// their derivatives are 0. Null for none.</summary>
    public TensorSpec? Frozen { get; init; }

    /// <summary>Where hyper-gradients at the path of the rollouts keep the Hessians of the inner steps, and Fisher products take them from;
    /// null to prepare them again. Results are the same bits. Belongs to one program of the inner surrogate, so that an objective with
    /// another one must not share it.</summary>
    public KeptCurvature? Kept { get; init; }

    private bool Corrects => Likelihood is not null && data.CorrectionWeight != 0;

    private bool IsSecondOrder => order == GradientOrder.SecondOrder;

    /// <summary>Adapts θ on the fixed rollouts.</summary>
    /// <param name="parameters">θ, then learned step sizes. Shape [<see cref="Dimension"/>].</param>
    /// <returns>θ_0 … θ_K.</returns>
    public IReadOnlyList<Real[]> Adapt(ReadOnlySpan<Real> parameters)
    {
        if (parameters.SequenceEqual(data.MetaParameters ?? data.Path[0]))
        {
            return data.Path;
        }

        return AdaptationLoop.Run(parameters[.._size], data.Inner.Count, new HeldData(data), Rule(step.At(parameters))).Parameters;
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<Real> parameters)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        return outer.Value(path[^1], data.Outer) + Correction(path);
    }

    /// <inheritdoc/>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        (double value, double divergence) = outer.ValueAndDivergence(path[^1], data.Outer);
        return (value + Correction(path), divergence);
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        gradient.Clear();
        double value = outer.ValueAndGradient(path[^1], data.Outer, gradient[.._size]) + Correction(path);
        value -= Backward(path, step.At(parameters), gradient, Corrects, Penalty);
        Freeze(gradient);
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

    /// <summary>Mean over inner steps of KL(π_k,old ‖ π_θk) in nats; the inner rollouts remember the policies that sampled them.</summary>
    /// <param name="parameters">θ, then learned step sizes. Shape [<see cref="Dimension"/>].</param>
    /// <returns>The mean divergence.</returns>
    public double InnerDivergence(ReadOnlySpan<Real> parameters)
    {
        IReadOnlyList<Real[]> path = Adapt(parameters);
        return data.Inner.Select((batch, k) => inner.ValueAndDivergence(path[k], batch).Divergence).Average();
    }

    /// <summary>(∂θ_K/∂θ)·v.</summary>
    /// <param name="parameters">θ, then learned step sizes. Shape [<see cref="Dimension"/>].</param>
    /// <param name="vector">v. Same shape.</param>
    /// <returns>The tangent of the adapted parameters. Shape [P].</returns>
    public double[] Tangent(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector)
    {
        using PreparedCurvature curvature = PrepareFisher(parameters, s_none);
        return Forward(curvature, vector)[^1];
    }

    private GradientRule Rule(InnerStep at) => new(inner, at, InvertedRegularization);

    /// <summary>H_k·v, in place.</summary>
    private void InnerHessianProduct(IReadOnlyList<Real[]> path, int k, Span<double> vector)
    {
        if (Kept is { } kept && ReferenceEquals(path, data.Path))
        {
            inner.Multiply(kept.Hessian(k, memory => inner.PrepareHessian(path[k], data.Inner[k], memory)), vector, vector);
        }
        else
        {
            inner.HessianProduct(path[k], data.Inner[k], vector, vector);
        }
    }

    /// <summary>sum += ρ·v.</summary>
    private void AddRegularized(Span<double> sum, ReadOnlySpan<double> vector)
    {
        if (InvertedRegularization > 0)
        {
            VectorOperations.AddScaled(InvertedRegularization, vector, sum);
        }
    }

    /// <summary>The vector before a product H_k·v that overwrites it, for the part ρ·v; empty where ρ is 0.</summary>
    private double[] Copy(ReadOnlySpan<double> vector) => InvertedRegularization > 0 ? vector.ToArray() : [];

    private double Correction(IReadOnlyList<Real[]> path)
    {
        double sum = 0;
        for (int k = 0; k < data.Inner.Count && Corrects; k++)
        {
            sum += data.CorrectionWeight * Likelihood!.Value(path[k], data.Inner[k]);
        }

        return sum;
    }

    private void Freeze(Span<double> vector)
    {
        if (Frozen is { } tensor)
        {
            vector.Slice(tensor.Offset, tensor.Length).Clear();
        }
    }

    /// <summary>Takes a_K in the first P components to a_0, and fills the derivatives with respect to learned step sizes.</summary>
    /// <returns>The penalty's value.</returns>
    private double Backward(IReadOnlyList<Real[]> path, InnerStep rule, Span<double> total, bool corrects, double penalty)
    {
        if (!IsSecondOrder && !corrects && penalty == 0 && rule.LearnedCount == 0)
        {
            return 0;
        }

        double cost = 0;

        Span<double> adjoint = total[.._size];
        Span<double> sizes = total[_size..];
        var part = new double[_size];
        for (int k = data.Inner.Count - 1; k >= 0; k--)
        {
            if (sizes.Length > 0)
            {
                Rule(rule).Gradient(path[k], data.Inner[k], part);
                rule.AddDerivative(adjoint, part, sizes);
            }

            if (IsSecondOrder)
            {
                rule.Scale(adjoint, part);
                double[] scaled = Copy(part);
                InnerHessianProduct(path, k, part);
                AddRegularized(part, scaled);
                VectorOperations.AddScaled(1, part, adjoint);
            }

            if (corrects)
            {
                Likelihood!.ValueAndGradient(path[k], data.Inner[k], part);
                VectorOperations.AddScaled(data.CorrectionWeight, part, adjoint);
            }

            if (penalty > 0)
            {
                cost += penalty * inner.DivergenceAndGradient(path[k], data.Inner[k], part);
                VectorOperations.AddScaled(-penalty, part, adjoint);
            }
        }

        return cost;
    }
}
