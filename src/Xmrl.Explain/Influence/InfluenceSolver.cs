using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>Lemma 3: dL_poor(θ*(ω))/dω_i = g_iᵀ·(−A)⁻¹·g_poor, with one solve for all tasks.</summary>
/// <param name="options">Method, damping and limits of the solve.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Lemma 3.</seealso>
internal sealed class InfluenceSolver(InfluenceOptions options)
{
    /// <summary>The influence of every training task on the poor ones.</summary>
    /// <param name="problem">Gradients and curvature.</param>
    /// <param name="weights">ω ≥ 0. Shape [n].</param>
    /// <param name="key">Start vector of the power iteration that scales the damping.</param>
    /// <returns>The influence, shape [n]; the direction whose inner product with gradients it is, shape [P]; and a sentence about the
    /// solve.</returns>
    public (double[] Influence, double[] Direction, string Sentence) Solve(IInfluenceProblem problem, double[] weights, RandomKey key)
    {
        (double[] direction, string sentence) = Direction(problem, weights, key);
        return ([.. problem.Gradients.Select(gradient => VectorOperations.Dot(gradient, direction))], direction, sentence);
    }

    /// <summary>(−A + δI)⁻¹·g_poor, or what the method puts in its place.</summary>
    private (double[] Direction, string Sentence) Direction(IInfluenceProblem problem, double[] weights, RandomKey key)
    {
        double[] poor = problem.PoorGradient;
        if (options.Method == InfluenceMethod.Identity)
        {
            return (poor, string.Empty);
        }

        LinearOperator curvature = options.Method == InfluenceMethod.Exact
            ? (vector, product) => problem.HessianProduct(weights, vector, product)
            : (vector, product) => problem.FisherProduct(weights, vector, product);
        PowerIterationResult largest = PowerIteration.LargestEigenvalue(
            curvature, poor.Length, key.Derive(RandomPurpose.Probing), options.SolverSteps);
        double damping = options.RelativeDamping * Math.Abs(largest.Eigenvalue);
        var direction = new double[poor.Length];
        ConjugateGradientResult result = ConjugateGradient.Solve(
            curvature,
            poor,
            direction,
            new ConjugateGradientOptions
            {
                MaxIterations = options.SolverSteps,
                RelativeTolerance = options.SolverTolerance,
                Damping = damping,
            });
        return (direction, $"{options.Method}: dominant eigenvalue {largest.Eigenvalue:g3}, damping {damping:g3}; {result.Describe()}");
    }
}
