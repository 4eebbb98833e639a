using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Benchmarks;

/// <summary>The highest rate of fused multiply-adds that one core of this machine reaches, from registers alone, with the widest vectors
/// that the kernels use.</summary>
public static class FmaPeak
{
    // Twelve independent chains hide a latency of four cycles on two pipes one and a half times over, and leave every chain in one of the
    // 16 registers that processors without 512 bits have.
    private const int Chains = 12;
    private const int Steps = 20_000;

    // Chains converge to 1: x ← 0.5·x + 0.5. No overflow, no subnormal numbers.
    private const Real Factor = (Real)0.5;

    private static Real s_sink;

    /// <summary>Bits of the vectors that are measured: 512, 256 or 128.</summary>
    public static int Width => VectorWidth.Lanes * sizeof(Real) * 8;

    /// <summary>Measures the peak once; takes about 30 µs to 0.2 ms.</summary>
    /// <returns>GFLOP/s of one core in the precision of the build, a fused multiply-add counted as two operations.</returns>
    public static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        s_sink = VectorWidth.Is512 ? Run<RealVector512>(Steps, Factor)
            : VectorWidth.Is256 ? Run<RealVector256>(Steps, Factor)
            : Run<RealVector128>(Steps, Factor);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return 2.0 * Chains * VectorWidth.Lanes * Steps / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static unsafe Real Run<TVector>(int steps, Real factor)
        where TVector : unmanaged, IRealVector<TVector>
    {
        var m = TVector.Create(factor);
        TVector c0 = m, c1 = m, c2 = m, c3 = m, c4 = m, c5 = m, c6 = m, c7 = m, c8 = m, c9 = m, c10 = m, c11 = m;
        for (int step = 0; step < steps; step++)
        {
            c0 = TVector.FusedMultiplyAdd(c0, m, m);
            c1 = TVector.FusedMultiplyAdd(c1, m, m);
            c2 = TVector.FusedMultiplyAdd(c2, m, m);
            c3 = TVector.FusedMultiplyAdd(c3, m, m);
            c4 = TVector.FusedMultiplyAdd(c4, m, m);
            c5 = TVector.FusedMultiplyAdd(c5, m, m);
            c6 = TVector.FusedMultiplyAdd(c6, m, m);
            c7 = TVector.FusedMultiplyAdd(c7, m, m);
            c8 = TVector.FusedMultiplyAdd(c8, m, m);
            c9 = TVector.FusedMultiplyAdd(c9, m, m);
            c10 = TVector.FusedMultiplyAdd(c10, m, m);
            c11 = TVector.FusedMultiplyAdd(c11, m, m);
        }

        Real* lanes = stackalloc Real[TVector.Count];
        (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11).Store(lanes);
        return lanes[0];
    }
}
