using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class MatrixProductTests
{
    // Relative to the sum of absolute terms: a sum of K rounded terms in any order stays within K·ε/2 of it; twice that leaves room for the
    // reference.
    private static readonly double s_unit = typeof(Real) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    private static readonly int[] s_samples =
    [
        0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 96, 97, 113, 130,
    ];

    public static TheoryData<int> SmallDepths => [.. Enumerable.Range(0, 18)];

    public static TheoryData<int, int, int> LargeShapes => new()
    {
        { 64, 64, 211 }, { 100, 100, 333 }, { 17, 64, 130 }, { 64, 6, 129 }, { 2, 100, 1000 }, { 100, 2, 1001 }, { 1, 376, 50 },
        { 33, 65, 2000 }, { 5, 7, 4099 }, { 3, 2, 10_007 },
    };

    [Theory]
    [MemberData(nameof(SmallDepths))]
    public void Multiply_SmallShapes_EqualsOneChainOfMultiplyAdds(int depth)
    {
        foreach ((int rows, int samples, int padding, int offset) in Grid())
        {
            CheckMultiply(rows, depth, samples, padding, offset);
        }
    }

    [Theory]
    [MemberData(nameof(SmallDepths))]
    public void MultiplyTransposedLeft_SmallShapes_EqualsOneChainOfMultiplyAdds(int depth)
    {
        foreach ((int rows, int samples, int padding, int offset) in Grid())
        {
            CheckTransposedLeft(rows, depth, samples, padding, offset);
        }
    }

    [Theory]
    [MemberData(nameof(SmallDepths))]
    public void MultiplyTransposedRight_SmallShapes_EqualsPlainSum(int rows)
    {
        foreach ((int columns, int samples, int padding, int offset) in Grid())
        {
            CheckTransposedRight(rows, columns, samples, padding, offset);
        }
    }

    [Theory]
    [MemberData(nameof(LargeShapes))]
    public void AllProducts_LargeShapes_EqualPlainLoops(int rows, int depth, int samples)
    {
        CheckMultiply(rows, depth, samples, padding: 3, offset: 1);
        CheckTransposedLeft(rows, depth, samples, padding: 0, offset: 0);
        CheckTransposedRight(rows, depth, samples, padding: 5, offset: 2);
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Linear_SmallShapes_EqualsChainFromBiasThenActivation(Activation activation)
    {
        foreach (int depth in new[] { 0, 1, 2, 6, 17 })
        {
            foreach ((int rows, int samples, int padding, int offset) in Grid())
            {
                CheckLinear(rows, depth, samples, padding, offset, activation, withBias: (rows + samples) % 3 != 0);
            }
        }

        CheckLinear(100, 100, 20, padding: 28, offset: 0, activation, withBias: true);
        CheckLinear(64, 17, 1000, padding: 1, offset: 3, activation, withBias: true);
    }

    [Theory]
    [InlineData(17, 64)]
    [InlineData(100, 100)]
    [InlineData(3, 64)]
    public void Linear_SampleInAnyBatch_SameBits(int rows, int depth)
    {
        const int Samples = 150;
        TestMatrix weights = new(rows, depth, salt: 2);
        TestMatrix input = new(depth, Samples, salt: 3);
        TestMatrix bias = new(1, rows, salt: 4);
        TestMatrix whole = new(rows, Samples);
        MatrixProduct.Linear(weights.View, bias.View.Row(0), input.View, Activation.Tanh, whole.View);
        foreach (int batch in new[] { 1, 2, 7, 16, 19, 33, 50, 97 })
        {
            for (int first = 0; first + batch <= Samples; first += batch)
            {
                TestMatrix part = TestMatrix.Like(input.View, first, batch);
                TestMatrix result = new(rows, batch);
                MatrixProduct.Linear(weights.View, bias.View.Row(0), part.View, Activation.Tanh, result.View);
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < batch; column++)
                    {
                        Assert.Equal(whole[row, first + column], result[row, column]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(2000)]
    [InlineData(5000)]
    public void MultiplyTransposedRight_RowsInAnyMatrix_SameBits(int samples)
    {
        TestMatrix a = new(23, samples, salt: 5);
        TestMatrix b = new(19, samples, padding: 9, offset: 1, salt: 6);
        TestMatrix whole = new(23, 19);
        MatrixProduct.MultiplyTransposedRight(a.View, b.View, whole.View);
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 0; column < b.Rows; column++)
            {
                Real[] single = new Real[1];
                MatrixProduct.MultiplyTransposedRight(
                    new ConstMatrix(a.View.Row(row), 1, samples),
                    new ConstMatrix(b.View.Row(column), 1, samples),
                    new Matrix(single, 1, 1));
                Assert.Equal(single[0], whole[row, column]);
            }
        }
    }

    [Fact]
    public void MultiplyTransposedRight_InfinityBesideTail_GivesInfinityNotNaN()
    {
        // 20 samples: the last full vector is read from sample 4 (8 in double: 12) and its covered lanes are masked.
        TestMatrix a = new(1, 20);
        TestMatrix b = new(1, 20);
        for (int i = 0; i < 20; i++)
        {
            a[0, i] = 1;
            b[0, i] = 1;
        }

        a[0, 13] = Real.PositiveInfinity;
        TestMatrix result = new(1, 1);
        MatrixProduct.MultiplyTransposedRight(a.View, b.View, result.View);
        result[0, 0].ShouldBe(Real.PositiveInfinity);
    }

    [Fact]
    public void Multiply_ContractedLengthsDiffer_ThrowsWithBothLengths()
    {
        TestMatrix a = new(2, 3);
        TestMatrix b = new(4, 5);
        TestMatrix c = new(2, 5);
        ArgumentException error = Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(a.View, b.View, c.View));
        error.Message.ShouldContain("found 3 on the left and 4 on the right");
    }

    [Fact]
    public void Linear_BiasOfWrongLength_ThrowsWithBothLengths()
    {
        TestMatrix w = new(2, 4);
        TestMatrix x = new(4, 5);
        TestMatrix y = new(2, 5);
        ArgumentException error = Should.Throw<ArgumentException>(
            () => MatrixProduct.Linear(w.View, new Real[3], x.View, Activation.Identity, y.View));
        error.Message.ShouldContain("2, or none; found 3");
    }

    private static IEnumerable<(int Rows, int Samples, int Padding, int Offset)> Grid()
    {
        for (int rows = 0; rows <= 17; rows++)
        {
            foreach (int samples in s_samples)
            {
                yield return (rows, samples, (rows + samples) % 4, samples % 3);
            }
        }
    }

    private static void CheckMultiply(int rows, int depth, int samples, int padding, int offset)
    {
        TestMatrix a = new(rows, depth, padding, offset, salt: 2);
        TestMatrix b = new(depth, samples, padding, offset, salt: 3);
        TestMatrix c = new(rows, samples, padding, offset, salt: 4);
        MatrixProduct.Multiply(a.View, b.View, c.View);
        CheckChains(c, depth, (i, k) => a[i, k], b, _ => 0, value => value);
    }

    private static void CheckTransposedLeft(int rows, int depth, int samples, int padding, int offset)
    {
        TestMatrix a = new(depth, rows, padding, offset, salt: 2);
        TestMatrix b = new(depth, samples, padding, offset, salt: 3);
        TestMatrix c = new(rows, samples, padding, offset, salt: 4);
        MatrixProduct.MultiplyTransposedLeft(a.View, b.View, c.View);
        CheckChains(c, depth, (i, k) => a[k, i], b, _ => 0, value => value);
    }

    private static void CheckLinear(int rows, int depth, int samples, int padding, int offset, Activation activation, bool withBias)
    {
        TestMatrix w = new(rows, depth, padding, offset, salt: 2);
        TestMatrix x = new(depth, samples, padding, offset, salt: 3);
        TestMatrix y = new(rows, samples, padding, offset, salt: 4);
        Real[] bias = withBias ? [.. Enumerable.Range(0, rows).Select(i => (Real)Math.Cos(i))] : [];
        MatrixProduct.Linear(w.View, bias, x.View, activation, y.View);
        CheckChains(y, depth, (i, k) => w[i, k], x, i => bias.Length == 0 ? 0 : bias[i], value => Activate(value, activation));
    }

    private static void CheckChains(
        TestMatrix c, int depth, Func<int, int, Real> left, TestMatrix right, Func<int, Real> start, Func<Real, Real> activate)
    {
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                Real sum = start(i);
                for (int k = 0; k < depth; k++)
                {
                    sum = Real.FusedMultiplyAdd(left(i, k), right[k, j], sum);
                }

                // Equal bits, no tolerance: the order is part of the contract.
                Real expected = activate(sum);
                if (c[i, j] != expected)
                {
                    throw new ShouldAssertException(
                        $"[{c.Rows}, {depth}]·[{depth}, {c.Columns}] at ({i}, {j}): expected {expected}, found {c[i, j]}");
                }
            }
        }

        c.ShouldHaveUntouchedPadding();
    }

    private static void CheckTransposedRight(int rows, int columns, int samples, int padding, int offset)
    {
        TestMatrix a = new(rows, samples, padding, offset, salt: 2);
        TestMatrix b = new(columns, samples, padding, offset, salt: 3);
        TestMatrix c = new(rows, columns, padding, offset, salt: 4);
        MatrixProduct.MultiplyTransposedRight(a.View, b.View, c.View);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                double absolute = 0;
                for (int k = 0; k < samples; k++)
                {
                    double term = (double)a[i, k] * b[j, k];
                    sum += term;
                    absolute += Math.Abs(term);
                }

                double tolerance = 2 * samples * s_unit * absolute;
                if (!(Math.Abs(c[i, j] - sum) <= tolerance))
                {
                    throw new ShouldAssertException(
                        $"[{rows}, {samples}]·[{columns}, {samples}]ᵀ at ({i}, {j}): expected {sum} ± {tolerance}, found {c[i, j]}");
                }
            }
        }

        c.ShouldHaveUntouchedPadding();
    }

    private static Real Activate(Real value, Activation activation)
    {
        Real[] element = [value];
        if (activation == Activation.Tanh)
        {
            VectorMath.Tanh(element, element);
        }

        return activation == Activation.Relu ? Real.Max(element[0], 0) : element[0];
    }
}
