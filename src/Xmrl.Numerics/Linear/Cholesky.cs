using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Linear;

/// <summary>Cholesky factorization A = UᵀU of a small dense symmetric matrix, in place and in double.</summary>
/// <remarks>
/// Golub and Van Loan (2013), Matrix Computations, fourth edition, §4.2. Matrices are row-major with rows of <see cref="Stride"/>
/// elements. A row of U, and the solutions for several right-hand sides, are computed four columns at a time; the sum of every element
/// runs in the order of <see cref="VectorOperations.Dot"/>, so its bits depend neither on its column nor on the instruction set.
/// </remarks>
internal static class Cholesky
{
    private const int Lanes = 4;

    /// <summary>The distance between two rows of a matrix: room for a whole vector that begins at its last column.</summary>
    /// <param name="columns">Number of columns, ≥ 0.</param>
    /// <returns>A multiple of four, ≥ <paramref name="columns"/> + 3.</returns>
    public static int Stride(int columns) => (columns + (2 * Lanes) - 2) / Lanes * Lanes;

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">A; only the upper triangle is read. Receives U there; below the diagonal it stays. Spoiled unless
    /// Factored. Shape [n, n] with rows of <see cref="Stride"/>.</param>
    /// <param name="size">n ≥ 0.</param>
    /// <returns>Whether the factor was found, and if not, why.</returns>
    /// <exception cref="ArgumentException">The span does not have n rows.</exception>
    /// <remarks>A pivot below n · 2⁻⁵³ times its diagonal element counts as not positive: nothing of it is left but rounding.</remarks>
    public static CholeskyStatus TryFactor(Span<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        int stride = Stride(size);
        VectorOperations.RequireLength(matrix.Length, checked(size * stride), nameof(matrix));
        ref double upper = ref MemoryMarshal.GetReference(matrix);
        double roundingLevel = size / (double)(1L << 53);
        for (int i = 0; i < size; i++)
        {
            ref double column = ref Unsafe.Add(ref upper, i);
            Span<double> row = matrix.Slice(i * stride, stride);
            Vector256<double> sums = Sums(ref column, stride, ref column, stride, i);
            double diagonal = row[i];
            double pivot = diagonal - sums[0];
            if (!double.IsFinite(pivot))
            {
                return CholeskyStatus.NonFinite;
            }

            if (!(pivot > roundingLevel * diagonal) || !(pivot > 0))
            {
                return CholeskyStatus.NotPositiveDefinite;
            }

            double root = Math.Sqrt(pivot);
            Vector256<double> roots = Vector256.Create(root);
            ref double first = ref MemoryMarshal.GetReference(row);
            for (int j = i; j < size; j += Lanes)
            {
                if (j > i)
                {
                    sums = Sums(ref column, stride, ref Unsafe.Add(ref upper, j), stride, i);
                }

                ((Vector256.LoadUnsafe(ref first, (nuint)j) - sums) / roots).StoreUnsafe(ref first, (nuint)j);
            }

            row[i] = root;
        }

        return CholeskyStatus.Factored;
    }

    /// <summary>Solves UᵀU x = b.</summary>
    /// <param name="factor">U in the upper triangle, from <see cref="TryFactor"/>. Shape [n, n] with rows of <see cref="Stride"/>.</param>
    /// <param name="vector">The right-hand side b. Shape [n].</param>
    /// <returns>The solution x. Shape [n].</returns>
    /// <exception cref="ArgumentException">The factor does not have n rows.</exception>
    public static double[] Solve(ReadOnlySpan<double> factor, ReadOnlySpan<double> vector)
    {
        int step = Stride(1);
        var column = new double[vector.Length * step];
        var solution = new double[vector.Length];
        for (int i = 0; i < vector.Length; i++)
        {
            column[i * step] = vector[i];
        }

        Solve(factor, vector.Length, column, 1);
        for (int i = 0; i < vector.Length; i++)
        {
            solution[i] = column[i * step];
        }

        return solution;
    }

    /// <summary>Solves UᵀU x = b for several right-hand sides.</summary>
    /// <param name="factor">U in the upper triangle, from <see cref="TryFactor"/>. Shape [n, n] with rows of <see cref="Stride"/>.</param>
    /// <param name="size">n ≥ 0.</param>
    /// <param name="vectors">The columns b; receives the columns x. Shape [n, m] with rows of <see cref="Stride"/>.</param>
    /// <param name="count">m ≥ 0.</param>
    /// <exception cref="ArgumentException">A span does not have n rows.</exception>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> vectors, int count)
    {
        int stride = Stride(size);
        int step = Stride(count);
        VectorOperations.RequireLength(factor.Length, checked(size * stride), nameof(factor));
        VectorOperations.RequireLength(vectors.Length, checked(size * step), nameof(vectors));
        ref double upper = ref MemoryMarshal.GetReference(factor);
        ref double solutions = ref MemoryMarshal.GetReference(vectors);
        for (int i = 0; i < size; i++)
        {
            ref double row = ref Unsafe.Add(ref solutions, i * step);
            Vector256<double> diagonal = Vector256.Create(factor[(i * stride) + i]);
            for (int j = 0; j < count; j += Lanes)
            {
                Vector256<double> sums = Sums(ref Unsafe.Add(ref upper, i), stride, ref Unsafe.Add(ref solutions, j), step, i);
                ((Vector256.LoadUnsafe(ref row, (nuint)j) - sums) / diagonal).StoreUnsafe(ref row, (nuint)j);
            }
        }

        for (int i = size - 1; i >= 0; i--)
        {
            ref double row = ref Unsafe.Add(ref solutions, i * step);
            Vector256<double> diagonal = Vector256.Create(factor[(i * stride) + i]);
            for (int j = 0; j < count; j += Lanes)
            {
                Vector256<double> x = Vector256.LoadUnsafe(ref row, (nuint)j) / diagonal;
                x.StoreUnsafe(ref row, (nuint)j);
                for (int k = 0; k < i; k++)
                {
                    ref double above = ref Unsafe.Add(ref solutions, (k * step) + j);
                    Vector256<double> rest = Vector256.LoadUnsafe(ref above) + (-x * factor[(k * stride) + i]);
                    rest.StoreUnsafe(ref above);
                }
            }
        }
    }

    /// <summary>Σₖ columnₖ · rowₖ for four neighbouring columns of rows, k &lt; depth: each lane in the order of
    /// <see cref="VectorOperations.Dot"/>.</summary>
    private static Vector256<double> Sums(ref double column, int columnStride, ref double rows, int stride, int depth)
    {
        const int Period = 16;
        Vector256<double> total = Vector256<double>.Zero;
        int whole = depth / Period * Period;
        if (whole > 0)
        {
            Vector256<double> even = Interleaved(ref column, columnStride, ref rows, stride, 0, whole)
                + Interleaved(ref column, columnStride, ref rows, stride, 1, whole);
            Vector256<double> odd = Interleaved(ref column, columnStride, ref rows, stride, 2, whole)
                + Interleaved(ref column, columnStride, ref rows, stride, 3, whole);
            total = even + odd;
        }

        for (int k = whole; k < depth; k++)
        {
            total += Product(ref column, columnStride, ref rows, stride, k);
        }

        return total;
    }

    /// <summary>The partial sums that one lane of <see cref="VectorOperations.Dot"/> holds in its four chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Interleaved(ref double column, int columnStride, ref double rows, int stride, int lane, int end)
    {
        Vector256<double> sum0 = Vector256<double>.Zero;
        Vector256<double> sum1 = Vector256<double>.Zero;
        Vector256<double> sum2 = Vector256<double>.Zero;
        Vector256<double> sum3 = Vector256<double>.Zero;
        for (int k = lane; k < end; k += 4 * Lanes)
        {
            sum0 += Product(ref column, columnStride, ref rows, stride, k);
            sum1 += Product(ref column, columnStride, ref rows, stride, k + Lanes);
            sum2 += Product(ref column, columnStride, ref rows, stride, k + (2 * Lanes));
            sum3 += Product(ref column, columnStride, ref rows, stride, k + (3 * Lanes));
        }

        return (sum0 + sum1) + (sum2 + sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Product(ref double column, int columnStride, ref double rows, int stride, int k)
        => Vector256.LoadUnsafe(ref rows, (nuint)(k * stride)) * Unsafe.Add(ref column, k * columnStride);
}
