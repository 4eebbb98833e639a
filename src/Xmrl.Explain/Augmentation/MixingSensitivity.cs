using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Augmentation;

/// <summary>∂/∂λ of u·∇_θ J̄(Adapt(θ; λ); λ): how the hyper-gradient of an augmented task moves with its mixing coefficient,
/// through the mixed samples of the adapted policy and through those of every inner step.</summary>
/// <remarks>
/// With the tangents v₀ = u, v_{k+1} = v_k + D·H_k·v_k, the adjoints a_K = ∇J̄_out, a_k = a_{k+1} + H_k·D·a_{k+1} and the second-order
/// adjoints b_K = H_out·v_K, b_k = b_{k+1} + H_k·D·b_{k+1} + ∇³J̄_in[v_k, D·a_{k+1}] of <see cref="AdaptedObjective"/>, the derivative is
/// ∂_λ(v_K·∇J̄_out) + Σ_k ∂_λ(v_kᵀ·H_k·D·a_{k+1}) + Σ_k ∂_λ(D·b_{k+1}·∇J̄_in), each at fixed vectors.
/// With first-order hyper-gradients v_K = u, and the sum over H_k and ∇³J̄_in goes; b_k still runs through every inner step, because λ
/// moves the whole path. Sampled states and actions are held fixed, as in Lemma 5.
/// </remarks>
/// <param name="learner">The learner whose adaptation is differentiated.</param>
/// <param name="worker">The worker's evaluators.</param>
/// <param name="inner">Mixed derivatives of the inner surrogate.</param>
/// <param name="outer">Mixed derivatives of the outer surrogate.</param>
internal sealed class MixingSensitivity(GradientLearner learner, GradientWorker worker, MixingEvaluator inner, MixingEvaluator outer)
{
    /// <summary>The derivative at the parameters that sampled the outcome.</summary>
    /// <remarks>Learned inner step sizes count as fixed, and a context that is reset does not move with θ. A sampling correction is not
    /// differentiated.</remarks>
    /// <param name="outcome">An augmented task's rollouts.</param>
    /// <param name="vector">u, along the policy's parameters. Shape [P].</param>
    /// <returns>∂_λ(u·∇_θ J̄).</returns>
    public double Derivative(TaskOutcome outcome, ReadOnlySpan<double> vector)
    {
        IReadOnlyList<Real[]> path = outcome.Data.Path;
        int steps = outcome.Data.Inner.Count;
        InnerStep step = learner.InnerStep.At(outcome.Data.MetaParameters ?? path[0]);
        bool secondOrder = learner.Options.GradientOrder == GradientOrder.SecondOrder;
        int p = vector.Length;

        var tangents = new List<double[]> { vector.ToArray() };
        if (learner.Options.ResetsContext)
        {
            TensorSpec context = learner.Policy.Tensor(TensorSpec.Context);
            tangents[0].AsSpan(context.Offset, context.Length).Clear();
        }

        for (int k = 0; k < steps && secondOrder; k++)
        {
            var next = new double[p];
            worker.Inner.HessianProduct(path[k], outcome.Data.Inner[k], tangents[^1], next);
            step.Scale(next, next);
            VectorOperations.AddScaled(1, tangents[^1], next);
            tangents.Add(next);
        }

        double total = outer.GradientSlope(path[^1], outcome.Added[^1], tangents[^1]);
        var adjoint = new double[p];
        var second = new double[p];
        var scaled = new double[p];
        var part = new double[p];
        worker.Outer.ValueAndGradient(path[^1], outcome.Data.Outer, adjoint);
        worker.Outer.HessianProduct(path[^1], outcome.Data.Outer, tangents[^1], second);
        for (int k = steps - 1; k >= 0; k--)
        {
            // Adjoints are carried on to the step before; before the first there is none.
            SampleBatch data = outcome.Data.Inner[k];
            step.Scale(second, scaled);
            total += inner.GradientSlope(path[k], outcome.Added[k], scaled);
            if (k > 0)
            {
                worker.Inner.HessianProduct(path[k], data, scaled, part);
                VectorOperations.AddScaled(1, part, second);
            }

            if (!secondOrder)
            {
                continue;
            }

            step.Scale(adjoint, scaled);
            total += inner.CurvatureSlope(path[k], outcome.Added[k], scaled, tangents[k]);
            if (k > 0)
            {
                worker.Inner.ThirdProduct(path[k], data, scaled, tangents[k], part);
                VectorOperations.AddScaled(1, part, second);
                worker.Inner.HessianProduct(path[k], data, scaled, part);
                VectorOperations.AddScaled(1, part, adjoint);
            }
        }

        return total;
    }
}
