using Xmrl.Autodiff;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>∂/∂λ of u·∇_θ J̄(θ′; λ) of implicit MAML and BO-MRL, where θ′ solves the proximal inner problem G(·, θ; λ) on own and mixed
/// samples: through the mixed samples of the adapted policy, through the derivatives of G at θ′ and through θ′ itself.</summary>
/// <remarks>
/// With B = −G_θ′θ′, T = ∂θ′/∂θ = B⁻¹G_θ′θ, b = ∇J̄_out(θ′), t = T·u and y = B⁻¹·b, the hyper-gradient along u is t·b. Since θ′ answers by
/// q = ∂θ′/∂λ = B⁻¹·∂_λG_θ′, the derivative is ∂_λ(t·∇J̄_out) + ∂_λ[yᵀ(G_θ′θ′·t + G_θ′θ·u)] + q·(H_out·t + ∇_θ′[yᵀ(G_θ′θ′·t + G_θ′θ·u)]),
/// each ∂_λ at fixed vectors. Between parameters G_θ′θ = λ̄I and only the surrogate is in the brackets. Sampled states and actions are held
/// fixed, as in Lemma 5; denominators of the inner ratios are those of π_θ in the mixed states; a divergence is taken in the mixed states
/// too. Damping counts as fixed.
/// </remarks>
/// <param name="worker">The worker's evaluators.</param>
/// <param name="options">The proximal inner problem.</param>
/// <param name="inner">Mixed derivatives of the inner surrogate with the base held, less the divergence where there is one.</param>
/// <param name="outer">Mixed derivatives of the outer surrogate.</param>
internal sealed class ProximalSensitivity(GradientWorker worker, ProximalOptions options, MixingEvaluator inner, MixingEvaluator outer)
{
    private static readonly PreparationMemory s_none = new(0);

    /// <summary>The derivative at the parameters that sampled the outcome.</summary>
    /// <param name="outcome">An augmented task's rollouts.</param>
    /// <param name="vector">Vector u. Shape [P].</param>
    /// <returns>∂_λ(u·∇_θ J̄).</returns>
    public double Derivative(TaskOutcome outcome, ReadOnlySpan<double> vector)
    {
        SampleBatch batch = outcome.Data.Inner[0];
        Real[] adapted = outcome.Data.Path[^1];
        inner.BaseParameters = outcome.Data.Path[0];
        inner.DivergenceWeight = options.Strength / batch.Samples;
        int p = vector.Length;
        var own = new double[p];
        worker.Outer.ValueAndGradient(adapted, outcome.Data.Outer, own);
        var step = new ProximalStep(worker.HeldInner, options);
        step.Centre(outcome.Data.Path[0]);
        using ProximalJacobian jacobian = ProximalJacobian.Prepare(
            worker.HeldInner, step, options, new ProximalPoint(adapted, batch, own), s_none);
        bool isFirstOrder = options.Order == ProximalOrder.First;
        double[] tangent = isFirstOrder ? vector.ToArray() : jacobian.Times(vector);
        var moved = new double[p];
        worker.Outer.HessianProduct(adapted, outcome.Data.Outer, tangent, moved);
        double slope = outer.GradientSlope(adapted, outcome.Added[^1], tangent);
        if (!isFirstOrder)
        {
            double[] adjoint = jacobian.Adjoint;
            slope += options.Divergence == ProximalDivergence.Parameters
                ? Surrogate(outcome, tangent, adjoint, moved)
                : WithDivergence(outcome, new Vectors(adjoint, tangent, vector.ToArray()), moved);
        }

        // q·w = ∂_λG_θ′·(B⁻¹·w).
        return slope + Answer(outcome, jacobian, moved);
    }

    /// <summary>∂_λ(tᵀ·H·a)/λ̄ with a = λ̄y; adds ∇³J_in[t, a]/λ̄ to what q meets.</summary>
    private double Surrogate(TaskOutcome outcome, double[] tangent, double[] adjoint, double[] moved)
    {
        Real[] adapted = outcome.Data.Path[^1];
        var third = new double[tangent.Length];
        worker.HeldInner.ThirdProduct(adapted, outcome.Data.Inner[0], tangent, adjoint, third);
        VectorOperations.AddScaled(1 / options.Strength, third, moved);
        return inner.CurvatureSlope(adapted, outcome.Added[0], tangent, adjoint) / options.Strength;
    }

    private double WithDivergence(TaskOutcome outcome, Vectors vectors, double[] moved)
    {
        Real[] adapted = outcome.Data.Path[^1];
        using PreparedProduct joint = worker.HeldInner.PrepareJoint(adapted, outcome.Data.Inner[0], vectors.Adjoint, s_none);
        double[] both = [.. vectors.Tangent, .. vectors.Meta];
        worker.HeldInner.Multiply(joint, both, both);
        VectorOperations.AddScaled(1, both.AsSpan(0, moved.Length), moved);
        return inner.JointSlope(
            adapted, outcome.Added[0],
            new MixingEvaluator.Directions { First = vectors.Adjoint, Second = vectors.Tangent, Meta = vectors.Meta });
    }

    private double Answer(TaskOutcome outcome, ProximalJacobian jacobian, double[] moved)
    {
        Real[] adapted = outcome.Data.Path[^1];
        double[] solution = jacobian.Solve(moved);
        return options.Divergence == ProximalDivergence.Parameters
            ? inner.GradientSlope(adapted, outcome.Added[0], solution) / options.Strength
            : inner.GradientSlope(adapted, outcome.Added[0], solution);
    }

    private sealed record Vectors(double[] Adjoint, double[] Tangent, double[] Meta);
}
