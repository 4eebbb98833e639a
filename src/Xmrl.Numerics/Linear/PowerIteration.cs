using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Linear;

/// <summary>Power iteration for a symmetric operator.</summary>
internal static class PowerIteration
{
    /// <summary>The eigenvalue of largest magnitude, with its sign.</summary>
    /// <param name="a">A, symmetric.</param>
    /// <param name="dimension">n ≥ 1.</param>
    /// <param name="key">Decides the start vector.</param>
    /// <param name="iterations">Products with A, ≥ 1.</param>
    /// <returns>The Rayleigh quotient of the last vector, never beyond the largest magnitude, and how good it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Dimension or iterations are below 1.</exception>
    /// <remarks>The error shrinks by (λ₂/λ₁)² per product. Allocates two vectors of length n.</remarks>
    public static PowerIterationResult LargestEigenvalue(LinearOperator a, int dimension, RandomKey key, int iterations)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var start = new Real[dimension];
        key.FillNormal(0, start);
        var vector = new double[dimension];
        for (int i = 0; i < dimension; i++)
        {
            // Shifted away from zero, so that even in one dimension the start vector cannot vanish.
            vector[i] = start[i] + (start[i] < 0 ? -1e-3 : 1e-3);
        }

        Scale(vector, 1 / VectorOperations.Norm(vector));
        var product = new double[dimension];
        for (int iteration = 1; ; iteration++)
        {
            a(vector, product);
            double quotient = VectorOperations.Dot(vector, product);
            double norm = VectorOperations.Norm(product);
            if (!double.IsFinite(quotient) || !double.IsFinite(norm))
            {
                return new PowerIterationResult(double.NaN, double.NaN, iteration);
            }

            if (norm == 0)
            {
                return new PowerIterationResult(0, 0, iteration);
            }

            if (iteration == iterations)
            {
                VectorOperations.AddScaled(-quotient, vector, product);
                double residual = VectorOperations.Norm(product);
                return new PowerIterationResult(quotient, residual == 0 ? 0 : residual / Math.Abs(quotient), iteration);
            }

            Scale(product, 1 / norm);
            (vector, product) = (product, vector);
        }
    }

    private static void Scale(Span<double> vector, double factor)
    {
        foreach (ref double x in vector)
        {
            x *= factor;
        }
    }
}
