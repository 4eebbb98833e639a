using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Rl.Tests.Tabular;

public sealed class DenseLuTests
{
    [Fact]
    public void Solve_RandomMatrices_BothWays_LeaveNoResidual()
    {
        RandomKey key = RandomKey.FromSeed(1);
        for (int size = 0; size <= 16; size++)
        {
            double[] matrix = [.. Enumerable.Range(0, size * size).Select(i => key.Derive(size).UniformOpen((ulong)i) - 0.5)];
            double[] rhs = [.. Enumerable.Range(0, size).Select(i => (double)(i + 1))];
            var factors = new DenseLu([.. matrix], size);
            double[] x = new double[size];
            double[] y = new double[size];
            factors.Solve(rhs, x);
            factors.SolveTransposed(rhs, y);

            factors.IsSingular.ShouldBeFalse();
            for (int i = 0; i < size; i++)
            {
                Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * x[j]).ShouldBe(rhs[i], 1e-10, $"size {size}");
                Enumerable.Range(0, size).Sum(j => matrix[(j * size) + i] * y[j]).ShouldBe(rhs[i], 1e-10, $"size {size}");
            }
        }
    }

    /// <summary>The first pivot is 0, so rows have to change places.</summary>
    [Fact]
    public void Solve_ZeroOnTheDiagonal_Pivots()
    {
        var factors = new DenseLu([0, 2, 4, 0], 2);
        double[] x = new double[2];
        factors.Solve([6, 8], x);

        x.ShouldBe([2, 3]);
    }

    [Fact]
    public void IsSingular_EqualRows_IsTrue() => new DenseLu([1, 2, 1, 2], 2).IsSingular.ShouldBeTrue();

    [Fact]
    public void Constructor_WrongLength_IsRefused()
        => Should.Throw<ArgumentException>(() => new DenseLu([1, 2, 3], 2)).Message.ShouldContain("3");
}
