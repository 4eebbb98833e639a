using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class DiscountedSumsTests
{
    [Fact]
    public void AddBackwards_EveryShape_HasTheBitsOfAPlainLoop()
    {
        // Rows up to beyond two groups of sixteen, columns up to beyond four vectors of four.
        for (int rows = 0; rows <= 39; rows++)
        {
            for (int columns = 0; columns <= 19; columns++)
            {
                int stride = columns + 3;
                var values = new Real[Math.Max(1, rows) * stride];
                RandomKey.FromSeed(1).FillNormal(0, values);
                double[] weights = [.. Enumerable.Range(0, columns).Select(j => Math.Pow(0.97, j + 1))];
                double[] sums = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(i))];
                double[] expected = [.. sums];
                for (int i = 0; i < rows; i++)
                {
                    for (int j = columns - 1; j >= 0; j--)
                    {
                        expected[i] += weights[j] * values[(i * stride) + j];
                    }
                }

                DiscountedSums.AddBackwards(new ConstMatrix(values, rows, columns, stride), weights, sums);
                sums.ShouldBe(expected, $"{rows} rows, {columns} columns");
            }
        }
    }

    [Fact]
    public void AddBackwards_WrongLengths_NamesThem()
    {
        Real[] values = [1, 2, 3, 4];
        Should.Throw<ArgumentException>(() => DiscountedSums.AddBackwards(new ConstMatrix(values, 2, 2), [1], [0, 0]))
            .Message.ShouldStartWith("weights has 1 elements; 2 expected.");
        Should.Throw<ArgumentException>(() => DiscountedSums.AddBackwards(new ConstMatrix(values, 2, 2), [1, 2], [0]))
            .Message.ShouldStartWith("sums has 1 elements; 2 expected.");
    }
}
