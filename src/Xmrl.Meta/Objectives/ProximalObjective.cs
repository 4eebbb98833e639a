using Xmrl.Autodiff;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>The task objective of implicit MAML and BO-MRL: J_out(θ′) where θ′ solves the proximal inner problem G(·, θ); derivatives
/// follow from its optimality condition, not from the path of the solve.</summary>
/// <remarks>
/// With B = −G_θ′θ′, C = G_θ′θ and T = ∂θ′/∂θ = B⁻¹C: ∇ = Tᵀ·∇J_out(θ′). Along v, with t = T·v, u = B⁻¹∇J_out and Φ = uᵀ∇_θ′G, whose
/// Hessian times (t, v) is (a_θ′, a_θ): ∇²·v = a_θ + Tᵀ(∇²J_out·t + a_θ′). Between parameters C = λ̄I, a_θ = 0 and a_θ′ = ∇³J_in[t, u].
/// Every B⁻¹ is a solve by conjugate gradients; with damping B + δI stands for B. The samples count as fixed: how advantages and visited
/// states depend on θ is what <see cref="ProximalOptions.ValueTerm"/> and <see cref="ProximalOptions.VisitTerm"/> add to the gradient;
/// second derivatives are without them.
/// </remarks>
/// <param name="inner">Evaluates the inner surrogate with ratios to the policy that sampled, less the KL divergence where there is
/// one.</param>
/// <param name="outer">Evaluates the outer surrogate.</param>
/// <param name="options">The inner problem.</param>
/// <param name="data">Fixed rollouts of the task: one inner rollout, which remembers the policy that sampled.</param>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eq. (6).</seealso>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Proposition 2 and eq. (8).</seealso>
public sealed class ProximalObjective(
    SurrogateEvaluator inner, SurrogateEvaluator outer, ProximalOptions options, AdaptationData data) : ITaskObjective
{
    private static readonly PreparationMemory s_none = new(0);

    private readonly ProximalStep _step = new(inner, options);

    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    /// <inheritdoc/>
    public ConjugateGradientStatus? Solve { get; private set; }

    /// <summary>Terms of the samples' own dependence on θ; null for none.</summary>
    internal TrajectoryTerms? Terms { get; init; }

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
        var own = new double[Dimension];
        double value = outer.ValueAndGradient(adapted, data.Outer, own);
        if (options.Order == ProximalOrder.First)
        {
            own.CopyTo(gradient);
            return value;
        }

        ProximalJacobian jacobian = Jacobian(adapted, own, s_none);
        using IDisposable memory = jacobian;
        Solve = jacobian.Status;
        jacobian.Transposed(jacobian.Adjoint).CopyTo(gradient);
        Terms?.Add(new TermsRequest(parameters.ToArray(), adapted, Batch, jacobian.Unscaled(jacobian.Adjoint)), gradient);
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
        if (options.Order == ProximalOrder.First)
        {
            return new PreparedCurvature([], outer.PrepareHessian(adapted, data.Outer, memory), []);
        }

        var own = new double[Dimension];
        outer.ValueAndGradient(adapted, data.Outer, own);
        ProximalJacobian jacobian = Jacobian(adapted, own, memory);
        PreparedProduct third = IsBetweenParameters
            ? inner.PrepareThird(adapted, Batch, jacobian.Adjoint, memory)
            : inner.PrepareJoint(adapted, Batch, jacobian.Adjoint, memory);
        return new PreparedCurvature([], outer.PrepareHessian(adapted, data.Outer, memory), [third]) { Proximal = jacobian };
    }

    /// <inheritdoc/>
    public PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        Real[] adapted = Adapt(parameters);
        var own = new double[Dimension];
        if (options is { Order: ProximalOrder.Implicit, Damping: > 0 })
        {
            outer.ValueAndGradient(adapted, data.Outer, own);
        }

        return new PreparedCurvature([], outer.PrepareFisher(adapted, data.Outer, memory), [])
        {
            Proximal = options.Order == ProximalOrder.First ? null : Jacobian(adapted, own, memory),
        };
    }

    /// <inheritdoc/>
    public void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product)
    {
        ProximalJacobian? jacobian = curvature.Proximal?.For(inner, _step);
        double[] tangent = jacobian?.Times(vector) ?? vector.ToArray();
        var curved = new double[Dimension];
        outer.Multiply(curvature.Outer, tangent, curved);
        if (jacobian is null)
        {
            curved.CopyTo(product);
            return;
        }

        double[] own = [];
        foreach (PreparedProduct third in curvature.Thirds)
        {
            if (IsBetweenParameters)
            {
                inner.Multiply(third, tangent, tangent);
                for (int i = 0; i < curved.Length; i++)
                {
                    curved[i] += tangent[i] / options.Strength;
                }
            }
            else
            {
                double[] joint = [.. tangent, .. vector];
                inner.Multiply(third, joint, joint);
                VectorOperations.AddScaled(1, joint.AsSpan(0, Dimension), curved);
                own = joint[Dimension..];
            }
        }

        jacobian.Transposed(jacobian.Solve(curved)).CopyTo(product);
        for (int i = 0; i < own.Length; i++)
        {
            product[i] += own[i];
        }
    }

    private bool IsBetweenParameters => options.Divergence == ProximalDivergence.Parameters;

    private ProximalJacobian Jacobian(Real[] adapted, double[] outerGradient, PreparationMemory memory)
        => ProximalJacobian.Prepare(inner, _step, options, new ProximalPoint(adapted, Batch, outerGradient), memory);

    private Real[] Adapt(ReadOnlySpan<Real> parameters)
    {
        Real[] origin = parameters.ToArray();
        _step.Centre(origin);
        return parameters.SequenceEqual(data.Path[0])
            ? data.Path[^1]
            : AdaptationLoop.Run(origin, 1, new HeldData(data), _step).Adapted;
    }
}
