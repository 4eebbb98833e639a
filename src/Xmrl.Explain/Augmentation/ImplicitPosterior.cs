using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Augmentation;

/// <summary>The implicit sensitivity of Lemma 1, adjoint first: solves (−∇²_φφL + δI)·x_j = ∇I by φ_j for every set, so that dI/dλ =
/// x_jᵀ·∇²_φλL.</summary>
/// <param name="round">The iteration's rollouts.</param>
/// <param name="options">Damping and steps.</param>
internal sealed class ImplicitPosterior(MixingRound round, MixingOptions options)
{
    private static readonly RandomKey ProbeKey = RandomKey.FromSeed(0).Derive(RandomPurpose.Probing);

    /// <summary>Replaces the gradients by the solutions, set after set.</summary>
    /// <param name="byMeans">∂I/∂μ_j, then x_μ. Shape [N·P].</param>
    /// <param name="byDeviations">∂I/∂σ_j, then x_σ. Shape [N·P].</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>A sentence about the solves.</returns>
    public string Solve(double[] byMeans, double[] byDeviations, CancellationToken token)
    {
        int p = byMeans.Length / options.Sets;
        string detail = string.Empty;
        for (int j = 0; j < options.Sets; j++)
        {
            int set = j;
            void Curvature(ReadOnlySpan<double> vector, Span<double> product) => round.CurvatureProduct(set, vector, product, token);
            PowerIterationResult largest = PowerIteration.LargestEigenvalue(Curvature, 2 * p, ProbeKey, options.SolverSteps);
            double[] rhs = [.. byMeans.AsSpan(j * p, p), .. byDeviations.AsSpan(j * p, p)];
            var solution = new double[2 * p];
            ConjugateGradientResult result = ConjugateGradient.Solve(
                Curvature,
                rhs,
                solution,
                new ConjugateGradientOptions
                {
                    MaxIterations = options.SolverSteps,
                    RelativeTolerance = 1e-3,
                    Damping = options.RelativeDamping * Math.Abs(largest.Eigenvalue),
                });
            solution.AsSpan(0, p).CopyTo(byMeans.AsSpan(j * p));
            solution.AsSpan(p).CopyTo(byDeviations.AsSpan(j * p));
            detail = result.Describe();
        }

        return detail;
    }
}
