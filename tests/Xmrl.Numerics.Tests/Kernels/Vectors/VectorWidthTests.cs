using System.Globalization;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Tests.Kernels.Vectors;

/// <summary>The width that kernels use, and the lanes of every width.</summary>
public sealed class VectorWidthTests
{
    [Fact]
    public void Lanes_AreThoseOfTheWidestVectorsThatTheTestsAskFor()
    {
        int bits = VectorWidth.Lanes * sizeof(Real) * 8;
        string? asked = Environment.GetEnvironmentVariable("XMRL_TEST_VECTOR_BITS");
        int expected = asked is not null ? int.Parse(asked, CultureInfo.InvariantCulture)
            : Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : 128;
        bits.ShouldBe(expected);
    }

    [Fact]
    public void Operations_EveryWidth_AreThoseOfNumbers()
    {
        Check<RealVector128>();
        Check<RealVector256>();
        Check<RealVector512>();
    }

    private static unsafe void Check<TVector>()
        where TVector : unmanaged, IRealVector<TVector>
    {
        Real[] numbers = [0, -(Real)0, 1, -1, (Real)0.1, -(Real)3.7, Real.MaxValue, Real.Epsilon, Real.PositiveInfinity, Real.NaN];
        foreach (Real x in numbers)
        {
            foreach (Real y in numbers)
            {
                TVector a = TVector.Create(x);
                TVector b = TVector.Create(y);
                Lanes(a + b).ShouldBe(x + y);
                Lanes(a - b).ShouldBe(x - y);
                Lanes(a * b).ShouldBe(x * y);
                Lanes(a / b).ShouldBe(x / y);
                Lanes(-a).ShouldBe(-x);
                Lanes(TVector.FusedMultiplyAdd(a, b, a)).ShouldBe(Real.FusedMultiplyAdd(x, y, x));
                Lanes(TVector.Min(a, b)).ShouldBe(Real.Min(x, y));
                Lanes(TVector.Max(a, b)).ShouldBe(Real.Max(x, y));
                Lanes(TVector.Sqrt(a)).ShouldBe(Real.Sqrt(x));
                Lanes(TVector.Select(TVector.LessThan(a, b), a, b)).ShouldBe(x < y ? x : y);
                Lanes(TVector.Select(TVector.Equal(a, b), a, -b)).ShouldBe(x == y ? x : -y);
                TVector.AllEqual(a, b).ShouldBe(x == y);
            }
        }
    }

    // The number that every lane holds.
    private static unsafe Real Lanes<TVector>(TVector vector)
        where TVector : unmanaged, IRealVector<TVector>
    {
        Real* lanes = stackalloc Real[TVector.Count];
        vector.Store(lanes);
        for (int lane = 1; lane < TVector.Count; lane++)
        {
            lanes[lane].ShouldBe(lanes[0]);
        }

        return lanes[0];
    }
}
