namespace Xmrl.Numerics.Linear;

/// <summary>Solves (A + δI)x = b for a symmetric positive definite operator with products only.</summary>
/// <seealso href="https://doi.org/10.6028/jres.049.044">Hestenes and Stiefel (1952), Methods of conjugate gradients for solving linear
/// systems.</seealso>
internal static class ConjugateGradient
{
    /// <summary>A curvature this small against the largest one seen is rounding error: four units of the 53rd bit.</summary>
    private const double SingularRatio = 4.0 / (1L << 53);

    /// <summary>Solves from x = 0.</summary>
    /// <param name="a">A, symmetric. Called at most <see cref="ConjugateGradientOptions.MaxIterations"/> times.</param>
    /// <param name="rhs">Right-hand side b. Shape [n].</param>
    /// <param name="solution">Receives x, always finite unless b is not. Shape [n]; must not overlap <paramref name="rhs"/>.</param>
    /// <param name="options">Limits and damping.</param>
    /// <returns>Status, residual and the range of curvatures.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the vectors overlap.</exception>
    /// <remarks>Allocates three vectors of length n.</remarks>
    public static ConjugateGradientResult Solve(
        LinearOperator a, ReadOnlySpan<double> rhs, Span<double> solution, ConjugateGradientOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(options);
        VectorOperations.RequireLength(solution.Length, rhs.Length, nameof(solution));
        if (rhs.Overlaps(solution))
        {
            throw new ArgumentException("solution overlaps rhs; separate memory expected.", nameof(solution));
        }

        solution.Clear();
        double rhsSquared = VectorOperations.Dot(rhs, rhs);
        if (!double.IsFinite(rhsSquared))
        {
            return new(ConjugateGradientStatus.NonFinite, 0, double.NaN, double.NaN, double.NaN);
        }

        if (rhsSquared == 0)
        {
            return new(ConjugateGradientStatus.Converged, 0, 0, double.NaN, double.NaN);
        }

        double[] residual = rhs.ToArray();
        double[] direction = rhs.ToArray();
        var product = new double[rhs.Length];
        double residualSquared = rhsSquared;
        double minimum = double.NaN;
        double maximum = double.NaN;
        double threshold = options.RelativeTolerance * options.RelativeTolerance * rhsSquared;

        for (int iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            a(direction, product);
            if (options.Damping != 0)
            {
                VectorOperations.AddScaled(options.Damping, direction, product);
            }

            double energy = VectorOperations.Dot(direction, product);
            double curvature = energy / VectorOperations.Dot(direction, direction);
            if (!double.IsFinite(curvature))
            {
                return Result(ConjugateGradientStatus.NonFinite, iteration);
            }

            minimum = double.IsNaN(minimum) ? curvature : Math.Min(minimum, curvature);
            maximum = double.IsNaN(maximum) ? curvature : Math.Max(maximum, curvature);
            if (iteration > 0 && Math.Abs(curvature) <= SingularRatio * maximum)
            {
                return Result(ConjugateGradientStatus.Breakdown, iteration);
            }

            if (curvature <= 0)
            {
                if (iteration == 0)
                {
                    rhs.CopyTo(solution);
                    return new(ConjugateGradientStatus.NegativeCurvature, 0, double.NaN, minimum, maximum);
                }

                return Result(ConjugateGradientStatus.NegativeCurvature, iteration);
            }

            double step = residualSquared / energy;
            VectorOperations.AddScaled(-step, product, residual);
            double next = VectorOperations.Dot(residual, residual);
            if (!double.IsFinite(step) || !double.IsFinite(next))
            {
                return Result(ConjugateGradientStatus.NonFinite, iteration);
            }

            VectorOperations.AddScaled(step, direction, solution);
            double ratio = next / residualSquared;
            residualSquared = next;
            if (next <= threshold)
            {
                return Result(ConjugateGradientStatus.Converged, iteration + 1);
            }

            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] = residual[i] + (ratio * direction[i]);
            }
        }

        return Result(ConjugateGradientStatus.IterationLimit, options.MaxIterations);

        ConjugateGradientResult Result(ConjugateGradientStatus status, int iterations) =>
            new(
                status, iterations, Math.Sqrt(residualSquared / rhsSquared), minimum,
                maximum)
            { Residual = status == ConjugateGradientStatus.NonFinite ? [] : residual };
    }
}
