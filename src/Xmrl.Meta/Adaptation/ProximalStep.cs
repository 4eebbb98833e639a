using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>The adaptation rule of implicit MAML and BO-MRL: θ′ = argmax_ψ J(ψ; D) − λ·d(ψ, θ) on one fixed rollout D of π_θ, where
/// λ·d is (λ̄/2)‖ψ − θ‖² or λ times the mean over D of a KL divergence between π_ψ and π_θ.</summary>
/// <remarks>Newton steps by conjugate gradients on the negative Hessian, shortened until the objective rises; or a fixed number of Adam
/// steps. Papers print the problem with the sign of a minimum; maximising, the proximal term is subtracted. A solve that meets a number
/// that is not finite leaves the parameters as they were, with a residual of ∞.</remarks>
/// <param name="evaluator">A surrogate that is an ordinary function of ψ: ratios to the policy that sampled, which the batch remembers;
/// less the KL divergence where there is one.</param>
/// <param name="options">Strength and tolerances.</param>
/// <seealso href="https://arxiv.org/abs/1909.04630">Rajeswaran et al. (2019), eqs. (3) and (6).</seealso>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), eqs. (2) and (7).</seealso>
public sealed class ProximalStep(SurrogateEvaluator evaluator, ProximalOptions options) : IAdaptationRule
{
    /// <summary>Halvings of a step before the solve gives up.</summary>
    private const int Halvings = 20;

    /// <summary>A promised gain below this share of the value is lost in its rounding: 2⁶ units of the last bit.</summary>
    private static readonly double Flat = 64 * ((double)Real.BitIncrement(1) - 1);

    private bool IsBetweenParameters => options.Divergence == ProximalDivergence.Parameters;

    /// <summary>Solves the inner problem.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="batch">D; remembers the policy that sampled it.</param>
    /// <returns>θ′, and the norm of the gradient there as a share of its norm at θ.</returns>
    public AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch)
    {
        Real[] origin = parameters.ToArray();
        Centre(origin);
        AdaptationStep step = options.Solver == ProximalSolver.Adam ? Adam(origin, batch) : Newton(origin, batch);
        return double.IsFinite(step.Residual) ? step : new AdaptationStep(origin, double.PositiveInfinity);
    }

    /// <summary>Pulls to a meta-policy from now on.</summary>
    /// <param name="origin">Parameters θ; not to be changed while in use. Shape [P].</param>
    internal void Centre(Real[] origin)
        => evaluator.Centre = IsBetweenParameters ? null : new ProximalCentre(origin, options.Strength);

    /// <summary>(B + δI)⁻¹·v by conjugate gradients, where B is the negative Hessian of the inner objective.</summary>
    /// <param name="hessian">v → H·v with the Hessian of what the evaluator evaluates: of the surrogate alone between parameters.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="solution">Receives the product. Shape [P]; no overlap with v.</param>
    /// <param name="ridge">δ ≥ 0.</param>
    /// <returns>How the solve went.</returns>
    public ConjugateGradientResult Invert(
        LinearOperator hessian, ReadOnlySpan<double> vector, Span<double> solution, double ridge = 0)
    {
        double shift = (IsBetweenParameters ? options.Strength : 0) + ridge;
        return ConjugateGradient.Solve(
            (v, product) =>
            {
                hessian(v, product);
                for (int i = 0; i < product.Length; i++)
                {
                    product[i] = (shift * v[i]) - product[i];
                }
            },
            vector,
            solution,
            new ConjugateGradientOptions { MaxIterations = options.SolverSteps, RelativeTolerance = options.SolverTolerance });
    }

    private AdaptationStep Newton(Real[] origin, SampleBatch batch)
    {
        Real[] current = [.. origin];
        var gradient = new double[origin.Length];
        var direction = new double[origin.Length];
        double value = Gradient(origin, current, batch, gradient);
        double first = VectorOperations.Norm(gradient);
        double norm = first;
        for (int k = 0; k < options.MaximumSteps && norm > options.Tolerance * first; k++)
        {
            Invert((v, product) => evaluator.HessianProduct(current, batch, v, product), gradient, direction);
            double gain = VectorOperations.Dot(gradient, direction);
            if (!Climb(origin, current, batch, direction, ref value)
                && !(gain <= Flat * (1 + Math.Abs(value)) && Polish(origin, current, batch, direction, norm)))
            {
                break;
            }

            value = Gradient(origin, current, batch, gradient);
            norm = VectorOperations.Norm(gradient);
        }

        return new AdaptationStep(current, first != 0 ? norm / first : 0);
    }

    private AdaptationStep Adam(Real[] origin, SampleBatch batch)
    {
        Real[] current = [.. origin];
        var gradient = new double[origin.Length];
        var adam = new Adam(origin.Length, new AdamOptions { StepSize = options.AdamStepSize });
        Gradient(origin, current, batch, gradient);
        double first = VectorOperations.Norm(gradient);
        double norm = first;
        for (int k = 0; k < options.MaximumSteps && norm > 0 && double.IsFinite(norm); k++)
        {
            adam.Step(current, gradient);
            Gradient(origin, current, batch, gradient);
            norm = VectorOperations.Norm(gradient);
        }

        return new AdaptationStep(current, first != 0 ? norm / first : 0);
    }

    private bool Climb(Real[] origin, Real[] current, SampleBatch batch, double[] direction, ref double value)
    {
        double length = 1;
        for (int attempt = 0; attempt < Halvings; attempt++, length /= 2)
        {
            Real[] candidate = [.. current.Select((x, i) => (Real)(x + (length * direction[i])))];
            double reached = Value(origin, candidate, batch);
            if (reached > value)
            {
                candidate.CopyTo(current, 0);
                value = reached;
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a whole step where the value is flat to the last bit but the gradient still shrinks: weak directions of a KL
    /// divergence need it. Between parameters every direction is pulled alike.</summary>
    private bool Polish(Real[] origin, Real[] current, SampleBatch batch, double[] direction, double norm)
    {
        if (IsBetweenParameters)
        {
            return false;
        }

        Real[] candidate = [.. current.Select((x, i) => (Real)(x + direction[i]))];
        var gradient = new double[direction.Length];
        Gradient(origin, candidate, batch, gradient);
        if (!(VectorOperations.Norm(gradient) < norm))
        {
            return false;
        }

        candidate.CopyTo(current, 0);
        return true;
    }

    private double Value(Real[] origin, Real[] candidate, SampleBatch batch)
    {
        double value = evaluator.Value(candidate, batch);
        return IsBetweenParameters ? value - Pull(origin, candidate) : value;
    }

    private double Gradient(Real[] origin, Real[] current, SampleBatch batch, double[] gradient)
    {
        double value = evaluator.ValueAndGradient(current, batch, gradient);
        if (!IsBetweenParameters)
        {
            return value;
        }

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
