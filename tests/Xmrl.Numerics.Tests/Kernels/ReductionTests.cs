using Xmrl.Numerics.Kernels;

namespace Xmrl.Numerics.Tests.Kernels;

public sealed class ReductionTests
{
    // Sums run in double: two orders of n terms agree within 2n·2⁻⁵³ of the sum of absolute terms; here n ≤ 10,007.
    private const double RelativeTolerance = 2.3e-12;

    // Ten roundings of sums of at most 32 elements of size at most one, and one of the result, per element of the row.
    private static readonly double LaneTolerance = typeof(Real) == typeof(float) ? 2e-7 : 4e-16;

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 257), 1000, 10_007];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sum_EveryLength_EqualsAPlainLoop(int length)
    {
        Real[] x = Numbers(length, 1);
        double sum = 0;
        double absolute = 0;
        for (int i = 0; i < length; i++)
        {
            sum += x[i];
            absolute += Math.Abs(x[i]);
        }

        Reduction.Sum(x).ShouldBe(sum, RelativeTolerance * (absolute + 1));
    }

    [Fact]
    public void SumRowsAndColumns_OddStrides_SumTheirElementsOnly()
    {
        foreach (int rows in new[] { 0, 1, 2, 5, 17 })
        {
            foreach (int columns in new[] { 0, 1, 15, 16, 17, 40, 63, 64, 65, 100, 511, 512, 513, 1000, 1111 })
            {
                TestMatrix a = new(rows, columns, padding: 3, offset: 1);
                Real[] overSamples = new Real[rows];
                Real[] overFeatures = new Real[columns];
                Reduction.SumRows(a.View, overSamples);
                Reduction.SumColumns(a.View, overFeatures);
                for (int row = 0; row < rows; row++)
                {
                    ((double)overSamples[row]).ShouldBe(Reduction.Sum(a.View.Row(row)), LaneTolerance * (columns + 1));
                }

                for (int column = 0; column < columns; column++)
                {
                    Real sum = 0;
                    for (int row = 0; row < rows; row++)
                    {
                        sum += a[row, column];
                    }

                    overFeatures[column].ShouldBe(sum);
                }
            }
        }
    }

    [Fact]
    public void IndexOfNonFinite_EveryPosition_FindsTheFirst()
    {
        foreach (Real bad in new[] { Real.NaN, Real.PositiveInfinity, Real.NegativeInfinity })
        {
            for (int length = 0; length <= 70; length++)
            {
                Real[] x = Numbers(length, 1);
                Reduction.IndexOfNonFinite(x).ShouldBe(-1);
                for (int position = length - 1; position >= 0; position--)
                {
                    x[position] = bad;
                    Reduction.IndexOfNonFinite(x).ShouldBe(position);
                }
            }
        }

        Reduction.IndexOfNonFinite([Real.MaxValue, Real.MinValue, Real.Epsilon]).ShouldBe(-1);
    }

    private static Real[] Numbers(int length, int salt)
        => [.. Enumerable.Range(0, length).Select(i => (Real)Math.Sin((salt * 1.3) + (i * 0.7)))];
}
