using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Tests.Kernels;

/// <summary>Products that add to their destination or end with the derivative of tanh, against plain loops: the same bits.</summary>
public sealed class ProductEndingTests
{
    private static readonly int[] s_rows = [1, 2, 3, 4, 5, 8, 9, 17, 64, 100];

    private static readonly int[] s_samples = [1, 2, 7, 15, 16, 17, 20, 31, 32, 33, 48, 49, 63, 65, 96, 97, 100, 113, 130, 211, 500];

    public static TheoryData<bool, bool> Endings => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Endings))]
    public void Multiply_AnyEnding_EqualsOneChainThenTheGate(bool accumulate, bool gated)
        => Check(accumulate, gated, transposed: false, biased: false);

    [Theory]
    [MemberData(nameof(Endings))]
    public void MultiplyTransposedLeft_AnyEnding_EqualsOneChainThenTheGate(bool accumulate, bool gated)
        => Check(accumulate, gated, transposed: true, biased: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Linear_AnyGate_EqualsOneChainFromBiasThenTheGate(bool gated)
        => Check(false, gated, transposed: false, biased: true);

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(500)]
    [InlineData(2500)]
    public void MultiplyTransposedRight_Accumulate_AddsToTheDestination(int samples)
    {
        // One rounding per block of samples more than the product alone.
        double unit = typeof(Real) == typeof(float) ? Math.ScaleB(1, -22) : Math.ScaleB(1, -51);
        TestMatrix a = new(13, samples, padding: 3, salt: 1);
        TestMatrix b = new(10, samples, salt: 2);
        TestMatrix alone = new(13, 10);
        TestMatrix start = new(13, 10, padding: 2, salt: 3);
        TestMatrix sum = new(13, 10, padding: 2, salt: 3);
        MatrixProduct.MultiplyTransposedRight(a.View, b.View, alone.View);
        MatrixProduct.MultiplyTransposedRight(a.View, b.View, sum.View, accumulate: true);
        for (int row = 0; row < 13; row++)
        {
            for (int column = 0; column < 10; column++)
            {
                double expected = (double)start[row, column] + alone[row, column];
                Math.Abs(sum[row, column] - expected).ShouldBeLessThanOrEqualTo(unit * samples);
            }
        }

        sum.ShouldHaveUntouchedPadding();
    }

    private static void Check(bool accumulate, bool gated, bool transposed, bool biased)
    {
        foreach (int rows in s_rows)
        {
            foreach (int samples in s_samples)
            {
                int depth = 1 + ((rows + samples) % 19);
                TestMatrix a = transposed ? new(depth, rows, salt: 1) : new(rows, depth, salt: 1);
                TestMatrix b = new(depth, samples, padding: samples % 3, salt: 2);
                TestMatrix start = new(rows, samples, padding: samples % 4, salt: 3);
                TestMatrix c = new(rows, samples, padding: samples % 4, salt: 3);
                TestMatrix y = new(rows, samples, padding: samples % 2, salt: 4);
                Real[] bias = [.. Enumerable.Range(0, biased ? rows : 0).Select(i => (Real)Math.Cos(i))];
                ProductEnding ending = new() { Accumulate = accumulate, Gate = gated ? y.View : default };
                if (transposed)
                {
                    MatrixProduct.MultiplyTransposedLeft(a.View, b.View, c.View, ending);
                }
                else if (biased)
                {
                    MatrixProduct.Linear(a.View, bias, b.View, Activation.Identity, c.View, ending);
                }
                else
                {
                    MatrixProduct.Multiply(a.View, b.View, c.View, ending);
                }

                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < samples; j++)
                    {
                        Real sum = accumulate ? start[i, j] : biased ? bias[i] : 0;
                        for (int k = 0; k < depth; k++)
                        {
                            sum = Real.FusedMultiplyAdd(transposed ? a[k, i] : a[i, k], b[k, j], sum);
                        }

                        if (gated)
                        {
                            var gate = RealVector128.Create(y[i, j]);
                            sum = MultiplyOneMinusSquareOperator.Invoke(RealVector128.Create(sum), gate).Widened[0];
                        }

                        c[i, j].ShouldBe(sum, $"{rows}×{samples} at ({i}, {j})");
                    }
                }

                c.ShouldHaveUntouchedPadding();
            }
        }
    }
}
