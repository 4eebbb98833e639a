using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class CholeskyTests
{
    /// <summary>Beyond four periods of sixteen summands, and not a multiple of anything.</summary>
    private const int LargestSize = 70;

    /// <summary>Condition numbers of the small systems here stay below a thousand.</summary>
    private const double SolutionTolerance = 1e-10;

    [Fact]
    public void TryFactor_KnownMatrix_GivesItsFactor()
    {
        int stride = Cholesky.Stride(3);
        var a = new double[3 * stride];
        double[][] rows = [[4, 12, -16], [-1, 37, -43], [-1, -1, 98]];
        for (int i = 0; i < 3; i++)
        {
            rows[i].CopyTo(a, i * stride);
        }

        Cholesky.TryFactor(a, 3).ShouldBe(CholeskyStatus.Factored);
        double[] upper = [.. a[..3], .. a[(stride + 1)..(stride + 3)], a[(2 * stride) + 2]];
        upper.ShouldBe([2, 6, -8, 1, 5, 3]);
        a[stride].ShouldBe(-1, "the lower triangle is not touched");
        double[] x = Cholesky.Solve(a, [4 + (2 * 12) - (3 * 16), 12 + (2 * 37) - (3 * 43), -16 - (2 * 43) + (3 * 98)]);
        x[0].ShouldBe(1, SolutionTolerance);
        x[1].ShouldBe(2, SolutionTolerance);
        x[2].ShouldBe(3, SolutionTolerance);
    }

    [Fact]
    public void TryFactor_NoFactor_SaysWhy()
    {
        Factor([1, 2, 0, 1], 2).ShouldBe(CholeskyStatus.NotPositiveDefinite);
        Factor([1, 1, 0, 1], 2).ShouldBe(CholeskyStatus.NotPositiveDefinite);
        Factor([double.NaN], 1).ShouldBe(CholeskyStatus.NonFinite);
        Should.Throw<ArgumentException>(() => Cholesky.TryFactor(new double[3], 2)).ParamName.ShouldBe("matrix");
    }

    [Fact]
    public void TryFactorAndSolve_EverySize_HaveTheBitsOfPlainLoops()
    {
        for (int size = 0; size <= LargestSize; size++)
        {
            double[][] plain = PositiveDefinite(size);
            int stride = Cholesky.Stride(size);
            var matrix = new double[size * stride];
            for (int i = 0; i < size; i++)
            {
                plain[i].AsSpan(i).CopyTo(matrix.AsSpan((i * stride) + i));
            }

            Cholesky.TryFactor(matrix, size).ShouldBe(CholeskyStatus.Factored);
            PlainFactor(plain);
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    matrix[(j * stride) + i].ShouldBe(plain[i][j], $"element {i}, {j} of {size}");
                }
            }

            int count = size % 10;
            int step = Cholesky.Stride(count);
            var vectors = new double[size * step];
            for (int c = 0; c < count; c++)
            {
                double[] vector = Normals(size, 100 + c);
                for (int i = 0; i < size; i++)
                {
                    vectors[(i * step) + c] = vector[i];
                }
            }

            Cholesky.Solve(matrix, size, vectors, count);
            for (int c = 0; c < count; c++)
            {
                double[] expected = PlainSolve(plain, Normals(size, 100 + c));
                double[] found = [.. Enumerable.Range(0, size).Select(i => vectors[(i * step) + c])];
                found.ShouldBe(expected, $"right-hand side {c} of {size} unknowns");
                Cholesky.Solve(matrix, Normals(size, 100 + c)).ShouldBe(expected);
            }
        }
    }

    private static CholeskyStatus Factor(double[] packed, int size)
    {
        int stride = Cholesky.Stride(size);
        var matrix = new double[size * stride];
        for (int i = 0; i < size; i++)
        {
            packed.AsSpan(i * size, size).CopyTo(matrix.AsSpan(i * stride));
        }

        return Cholesky.TryFactor(matrix, size);
    }

    private static double[] Normals(int count, int seed)
    {
        var numbers = new Real[count];
        RandomKey.FromSeed((ulong)seed).FillNormal(0, numbers);
        return [.. numbers.Select(number => (double)number)];
    }

    /// <summary>The identity plus the products of random rows.</summary>
    private static double[][] PositiveDefinite(int size)
    {
        double[][] rows = [.. Enumerable.Range(0, size).Select(i => Normals(size + 2, i))];
        return [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j
            => VectorOperations.Dot(rows[Math.Max(i, j)], rows[Math.Min(i, j)]) + (i == j ? 1 : 0)).ToArray())];
    }

    /// <summary>A = LLᵀ row by row, L in the lower triangle.</summary>
    private static void PlainFactor(double[][] a)
    {
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                a[i][j] = (a[i][j] - VectorOperations.Dot(a[i].AsSpan(0, j), a[j].AsSpan(0, j))) / a[j][j];
            }

            a[i][i] = Math.Sqrt(a[i][i] - VectorOperations.Dot(a[i].AsSpan(0, i), a[i].AsSpan(0, i)));
        }
    }

    private static double[] PlainSolve(double[][] factor, double[] vector)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (vector[i] - VectorOperations.Dot(factor[i].AsSpan(0, i), vector.AsSpan(0, i))) / factor[i][i];
        }

        for (int i = vector.Length - 1; i >= 0; i--)
        {
            vector[i] /= factor[i][i];
            for (int k = 0; k < i; k++)
            {
                vector[k] += -vector[i] * factor[i][k];
            }
        }

        return vector;
    }
}
