using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>∂/∂λ of u·∇_θ J̄(θ′; λ) of implicit MAML, where θ′ solves the proximal inner problem on own and mixed samples: through the
/// mixed samples of the adapted policy, through the curvature at θ′ and through θ′ itself.</summary>
/// <remarks>
/// With M = ∂θ′/∂θ = (I − H/λ̄)⁻¹, H = ∇²J̄_in(θ′), b = ∇J̄_out(θ′), t = M·u and a = M·b, the hyper-gradient along u is t·b. Since θ′
/// answers by q = ∂θ′/∂λ = M·∂_λ∇J̄_in/λ̄ and dM = M·dH·M/λ̄, the derivative is ∂_λ(t·∇J̄_out) + ∂_λ(tᵀ·H·a)/λ̄ + q·(H_out·t + ∇³J̄_in[t,
/// a]/λ̄), each ∂_λ at fixed vectors. Sampled states and actions are held fixed, as in Lemma 5; denominators of the inner ratios are those
/// of π_θ in the mixed states.
/// </remarks>
/// <param name="worker">The worker's evaluators.</param>
/// <param name="options">The proximal inner problem.</param>
/// <param name="inner">Mixed derivatives of the inner surrogate with the base held.</param>
/// <param name="outer">Mixed derivatives of the outer surrogate.</param>
internal sealed class ImplicitSensitivity(GradientWorker worker, ProximalOptions options, MixingEvaluator inner, MixingEvaluator outer)
{
    /// <summary>The derivative at the parameters that sampled the outcome.</summary>
    /// <param name="outcome">An augmented task's rollouts.</param>
    /// <param name="vector">Vector u. Shape [P].</param>
    /// <returns>∂_λ(u·∇_θ J̄).</returns>
    public double Derivative(TaskOutcome outcome, ReadOnlySpan<double> vector)
    {
        SampleBatch batch = outcome.Data.Inner[0];
        Real[] adapted = outcome.Data.Path[^1];
        inner.BaseParameters = outcome.Data.Path[0];
        var step = new ProximalStep(worker.HeldInner, options);
        int p = vector.Length;
        var own = new double[p];
        worker.Outer.ValueAndGradient(adapted, outcome.Data.Outer, own);
        double[] tangent = Jacobian(vector);
        double[] adjoint = Jacobian(own);

        // w = H_out·t + ∇³J_in[t, a]/λ̄;  q·w = ∂_λ∇J_in·(M·w)/λ̄.
        var moved = new double[p];
        var third = new double[p];
        worker.Outer.HessianProduct(adapted, outcome.Data.Outer, tangent, moved);
        worker.HeldInner.ThirdProduct(adapted, batch, tangent, adjoint, third);
        VectorOperations.AddScaled(1 / options.Strength, third, moved);
        return outer.GradientSlope(adapted, outcome.Added[^1], tangent)
            + (inner.CurvatureSlope(adapted, outcome.Added[0], tangent, adjoint) / options.Strength)
            + (inner.GradientSlope(adapted, outcome.Added[0], Jacobian(moved)) / options.Strength);

        double[] Jacobian(ReadOnlySpan<double> v)
        {
            var product = new double[p];
            step.Invert((x, result) => worker.HeldInner.HessianProduct(adapted, batch, x, result), v, product);
            for (int i = 0; i < p; i++)
            {
                product[i] *= options.Strength;
            }

            return product;
        }
    }
}
