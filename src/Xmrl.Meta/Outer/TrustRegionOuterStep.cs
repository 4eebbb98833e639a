using Xmrl.Numerics.Linear;

namespace Xmrl.Meta.Outer;

/// <summary>TRPO on the meta-objective: natural-gradient direction by conjugate gradients on the Fisher matrix of the policies that the
/// region bounds, scaled to the trust region, then backtracking until the surrogate improves within it.</summary>
/// <remarks>Fails closed: a step that is not finite, does not improve or leaves the trust region is rejected and θ stays as it is. So it
/// does where the hyper-gradient is zero: no step is tried.</remarks>
/// <param name="options">Settings.</param>
/// <seealso href="https://arxiv.org/abs/1502.05477">Schulman et al. (2015), Appendix C.</seealso>
public sealed class TrustRegionOuterStep(TrustRegionOptions options) : IOuterStep
{
    /// <inheritdoc/>
    public bool NeedsProblem => true;

    /// <inheritdoc/>
    public bool NeedsFisher => options.Region == TrustRegion.AdaptedPolicies;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => [];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        if (state.Count != 0)
        {
            throw new ArgumentException(
                $"A trust-region step has no state; found {string.Join(", ", state.Select(entry => entry.Name))}.", nameof(state));
        }
    }

    /// <inheritdoc/>
    public OuterReport Step(Span<Real> parameters, IOuterProblem problem)
    {
        ReadOnlySpan<double> gradient = problem.Gradient;
        double norm = VectorOperations.Norm(gradient);
        if (!double.IsFinite(norm))
        {
            return new OuterReport(
                OuterStatus.NonFiniteGradient, norm, $"The norm of the hyper-gradient is {norm}; the step was not taken.");
        }

        if (norm == 0)
        {
            return OuterReport.ZeroGradient;
        }

        var direction = new double[parameters.Length];
        ConjugateGradientResult solve = ConjugateGradient.Solve(
            Fisher(problem),
            gradient,
            direction,
            new ConjugateGradientOptions
            {
                MaxIterations = options.ConjugateGradientSteps,
                Damping = options.Damping,
                RelativeTolerance = 1e-10,
            });

        double curvature = Curvature(direction, problem, solve);
        double scale = Math.Sqrt(2 * options.MaximumDivergence / curvature);
        if (!double.IsFinite(scale) || !double.IsFinite(VectorOperations.Norm(direction)))
        {
            return new OuterReport(
                OuterStatus.NonFiniteStep, norm,
                $"The natural-gradient step is not finite (curvature {curvature:g3}; {solve.Describe()}); the step was not taken.")
            {
                Solve = solve.Status,
            };
        }

        Real[] start = parameters.ToArray();
        var candidate = new Real[parameters.Length];
        double before = problem.Evaluate(start).Value;
        for (int k = 0; k < options.LineSearchSteps; k++)
        {
            for (int i = 0; i < candidate.Length; i++)
            {
                candidate[i] = (Real)(start[i] + (scale * direction[i]));
            }

            (double value, double divergence) = problem.Evaluate(candidate);
            divergence = NeedsFisher || !(value > before) ? divergence : problem.MetaDivergence(candidate);
            if (value > before && divergence <= options.MaximumDivergence)
            {
                candidate.CopyTo(parameters);
                return new OuterReport(OuterStatus.Accepted, norm, string.Empty) { Divergence = divergence, Solve = solve.Status };
            }

            scale *= options.Backtracking;
        }

        return new OuterReport(
            OuterStatus.LineSearchFailed, norm,
            $"None of {options.LineSearchSteps} steps improved the surrogate within KL ≤ {options.MaximumDivergence}; "
                + $"{solve.Describe()}")
        {
            Solve = solve.Status,
        };
    }

    private LinearOperator Fisher(IOuterProblem problem) => NeedsFisher ? problem.FisherProduct : problem.MetaFisherProduct;

    /// <summary>xᵀ(F + δI)x. Where the solver knows its residual r, (F + δI)x = g − r saves a product.</summary>
    private double Curvature(double[] direction, IOuterProblem problem, ConjugateGradientResult solve)
    {
        if (solve.Residual is double[] { Length: > 0 } residual)
        {
            return VectorOperations.Dot(direction, problem.Gradient) - VectorOperations.Dot(direction, residual);
        }

        var curved = new double[direction.Length];
        Fisher(problem)(direction, curved);
        return VectorOperations.Dot(direction, curved) + (options.Damping * VectorOperations.Dot(direction, direction));
    }
}
