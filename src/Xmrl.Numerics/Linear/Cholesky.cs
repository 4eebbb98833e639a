namespace Xmrl.Numerics.Linear;

/// <summary>Cholesky factorization A = L Lᵀ of a small dense symmetric matrix, in place and in double.</summary>
/// <remarks>Golub and Van Loan (2013), Matrix Computations, fourth edition, §4.2.</remarks>
internal static class Cholesky
{
    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">A, row-major; only the lower triangle is read. Receives L there; the rest stays. Shape [n, n]. Spoiled unless
    /// Factored.</param>
    /// <param name="size">n ≥ 0.</param>
    /// <returns>Whether the factor was found, and if not, why.</returns>
    /// <exception cref="ArgumentException">The span does not have n² elements.</exception>
    /// <remarks>A pivot below n · 2⁻⁵³ times its diagonal element counts as not positive: nothing of it is left but rounding.</remarks>
    public static CholeskyStatus TryFactor(Span<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        VectorOperations.RequireLength(matrix.Length, checked(size * size), nameof(matrix));
        double roundingLevel = size / (double)(1L << 53);
        for (int i = 0; i < size; i++)
        {
            Span<double> row = matrix.Slice(i * size, i + 1);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = matrix.Slice(j * size, j + 1);
                row[j] = (row[j] - VectorOperations.Dot(row[..j], other[..j])) / other[j];
            }

            double diagonal = row[i];
            double pivot = diagonal - VectorOperations.Dot(row[..i], row[..i]);
            if (!double.IsFinite(pivot))
            {
                return CholeskyStatus.NonFinite;
            }

            if (!(pivot > roundingLevel * diagonal) || !(pivot > 0))
            {
                return CholeskyStatus.NotPositiveDefinite;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return CholeskyStatus.Factored;
    }

    /// <summary>Solves L Lᵀ x = b.</summary>
    /// <param name="factor">L in the lower triangle, from <see cref="TryFactor"/>. Shape [n, n].</param>
    /// <param name="vector">b; receives x. Shape [n].</param>
    /// <exception cref="ArgumentException">The factor does not have n² elements.</exception>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> vector)
    {
        int size = vector.Length;
        VectorOperations.RequireLength(factor.Length, checked(size * size), nameof(factor));
        for (int i = 0; i < size; i++)
        {
            vector[i] = (vector[i] - VectorOperations.Dot(factor.Slice(i * size, i), vector[..i])) / factor[(i * size) + i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            double x = vector[i] / factor[(i * size) + i];
            vector[i] = x;
            VectorOperations.AddScaled(-x, factor.Slice(i * size, i), vector[..i]);
        }
    }
}
