using Xmrl.Numerics.Linear;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The adaptation rule of implicit MAML: θ′ = argmax_ψ J(ψ; D) − (λ̄/2)‖ψ − θ‖² on one fixed rollout D of π_θ.</summary>
/// <remarks>Newton steps by conjugate gradients on λ̄I − ∇²J, shortened until the objective rises. The paper prints the proximal term with
/// the sign of a minimum; maximising, it is subtracted.</remarks>
/// <param name="evaluator">A surrogate that is an ordinary function of ψ: ratios to the policy that sampled, which the batch
/// remembers.</param>
/// <param name="options">Strength and tolerances.</param>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eqs. (3) and (6).</seealso>
public sealed class ProximalStep(SurrogateEvaluator evaluator, ProximalOptions options) : IAdaptationRule
{
    /// <summary>Halvings of a step before the solve gives up.</summary>
    private const int Halvings = 20;

    /// <summary>Solves the inner problem.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">D; remembers the policy that sampled it.</param>
    /// <returns>θ′, and the norm of the gradient there as a share of its norm at θ.</returns>
    public AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        Real[] origin = parameters.ToArray();
        Real[] current = parameters.ToArray();
        var gradient = new double[origin.Length];
        var direction = new double[origin.Length];
        double value = Gradient(origin, current, batch, gradient);
        double first = VectorOperations.Norm(gradient);
        double norm = first;
        for (int k = 0; k < options.MaximumSteps && norm > options.Tolerance * first; k++)
        {
            Invert((v, product) => evaluator.HessianProduct(current, batch, v, product), gradient, direction);
            if (!Climb(origin, current, batch, direction, ref value))
            {
                break;
            }

            value = Gradient(origin, current, batch, gradient);
            norm = VectorOperations.Norm(gradient);
        }

        return new AdaptationStep(current, first > 0 ? norm / first : 0);
    }

    /// <summary>(λ̄I − H)⁻¹·v by conjugate gradients; λ̄ times it is (∂θ′/∂θ)·v where H is ∇²J(θ′; D).</summary>
    /// <param name="hessian">v → H·v.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="solution">Receives the product. Shape [P]; no overlap with v.</param>
    /// <returns>How the solve went.</returns>
    public ConjugateGradientResult Invert(LinearOperator hessian, ReadOnlySpan<double> vector, Span<double> solution)
        => ConjugateGradient.Solve(
            (v, product) =>
            {
                hessian(v, product);
                for (int i = 0; i < product.Length; i++)
                {
                    product[i] = (options.Strength * v[i]) - product[i];
                }
            },
            vector,
            solution,
            new ConjugateGradientOptions { MaxIterations = options.SolverSteps, RelativeTolerance = options.SolverTolerance });

    private bool Climb(Real[] origin, Real[] current, SampleBatch batch, double[] direction, ref double value)
    {
        double length = 1;
        for (int attempt = 0; attempt < Halvings; attempt++, length /= 2)
        {
            Real[] candidate = [.. current.Select((x, i) => (Real)(x + (length * direction[i])))];
            double reached = evaluator.Value(candidate, batch) - Pull(origin, candidate);
            if (reached > value)
            {
                candidate.CopyTo(current, 0);
                value = reached;
                return true;
            }
        }

        return false;
    }

    private double Gradient(Real[] origin, Real[] current, SampleBatch batch, double[] gradient)
    {
        double value = evaluator.ValueAndGradient(current, batch, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] -= options.Strength * ((double)current[i] - origin[i]);
        }

        return value - Pull(origin, current);
    }

    private double Pull(Real[] origin, Real[] current)
    {
        double sum = 0;
        for (int i = 0; i < origin.Length; i++)
        {
            double change = (double)current[i] - origin[i];
            sum += change * change;
        }

        return 0.5 * options.Strength * sum;
    }
}
