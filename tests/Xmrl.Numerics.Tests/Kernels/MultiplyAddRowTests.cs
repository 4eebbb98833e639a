using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class MultiplyAddRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(20)]
    public void MultiplyAddRow_EveryWidth_IsAChainThatStartsAtTheRow(int rows)
    {
        const int Depth = 7;
        foreach (int columns in Enumerable.Range(1, 70).Append(112).Append(200))
        {
            Real[] a = Draw(1, rows * Depth);
            Real[] b = Draw(2, Depth * columns);
            Real[] row = Draw(3, columns);
            var result = new Real[rows * columns];

            MatrixProduct.MultiplyAddRow(
                new ConstMatrix(a, rows, Depth), new ConstMatrix(b, Depth, columns), row, new Matrix(result, rows, columns));

            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Real expected = row[j];
                    for (int k = 0; k < Depth; k++)
                    {
                        expected = Real.FusedMultiplyAdd(a[(i * Depth) + k], b[(k * columns) + j], expected);
                    }

                    result[(i * columns) + j].ShouldBe(expected, $"[{rows}, {columns}] at {i}, {j}");
                }
            }
        }
    }

    [Fact]
    public void MultiplyAddRow_RowOfOtherLength_IsNamed()
        => Should.Throw<ArgumentException>(() => MatrixProduct.MultiplyAddRow(
            new ConstMatrix(new Real[2], 1, 2), new ConstMatrix(new Real[6], 2, 3), new Real[2],
            new Matrix(new Real[3], 1, 3))).Message.ShouldContain("3; found 2");

    private static Real[] Draw(ulong seed, int length)
    {
        var values = new Real[length];
        RandomKey.FromSeed(seed).FillNormal(0, values);
        return values;
    }
}
