using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Measures the peak once; takes about 30 µs to 0.2 ms.</summary>
    /// <returns>GFLOP/s of one core in the precision of the build, a fused multiply-add counted as two operations.</returns>
    public static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        s_sink = Width == 512 ? Run512(Steps, Factor) : Width == 256 ? Run256(Steps, Factor) : Run128(Steps, Factor);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return 2.0 * Chains * (Width / 8 / sizeof(Real)) * Steps / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Real Run512(int steps, Real factor)
    {
        Vector512<Real> m = Vector512.Create(factor);
        Vector512<Real> c0 = m, c1 = m, c2 = m, c3 = m, c4 = m, c5 = m, c6 = m, c7 = m, c8 = m, c9 = m, c10 = m, c11 = m;
        for (int step = 0; step < steps; step++)
        {
            c0 = Vector512.FusedMultiplyAdd(c0, m, m);
            c1 = Vector512.FusedMultiplyAdd(c1, m, m);
            c2 = Vector512.FusedMultiplyAdd(c2, m, m);
            c3 = Vector512.FusedMultiplyAdd(c3, m, m);
            c4 = Vector512.FusedMultiplyAdd(c4, m, m);
            c5 = Vector512.FusedMultiplyAdd(c5, m, m);
            c6 = Vector512.FusedMultiplyAdd(c6, m, m);
            c7 = Vector512.FusedMultiplyAdd(c7, m, m);
            c8 = Vector512.FusedMultiplyAdd(c8, m, m);
            c9 = Vector512.FusedMultiplyAdd(c9, m, m);
            c10 = Vector512.FusedMultiplyAdd(c10, m, m);
            c11 = Vector512.FusedMultiplyAdd(c11, m, m);
        }

        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Real Run256(int steps, Real factor)
    {
        Vector256<Real> m = Vector256.Create(factor);
        Vector256<Real> c0 = m, c1 = m, c2 = m, c3 = m, c4 = m, c5 = m, c6 = m, c7 = m, c8 = m, c9 = m, c10 = m, c11 = m;
        for (int step = 0; step < steps; step++)
        {
            c0 = Vector256.FusedMultiplyAdd(c0, m, m);
            c1 = Vector256.FusedMultiplyAdd(c1, m, m);
            c2 = Vector256.FusedMultiplyAdd(c2, m, m);
            c3 = Vector256.FusedMultiplyAdd(c3, m, m);
            c4 = Vector256.FusedMultiplyAdd(c4, m, m);
            c5 = Vector256.FusedMultiplyAdd(c5, m, m);
            c6 = Vector256.FusedMultiplyAdd(c6, m, m);
            c7 = Vector256.FusedMultiplyAdd(c7, m, m);
            c8 = Vector256.FusedMultiplyAdd(c8, m, m);
            c9 = Vector256.FusedMultiplyAdd(c9, m, m);
            c10 = Vector256.FusedMultiplyAdd(c10, m, m);
            c11 = Vector256.FusedMultiplyAdd(c11, m, m);
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Real Run128(int steps, Real factor)
    {
        Vector128<Real> m = Vector128.Create(factor);
        Vector128<Real> c0 = m, c1 = m, c2 = m, c3 = m, c4 = m, c5 = m, c6 = m, c7 = m, c8 = m, c9 = m, c10 = m, c11 = m;
        for (int step = 0; step < steps; step++)
        {
            c0 = Vector128.FusedMultiplyAdd(c0, m, m);
            c1 = Vector128.FusedMultiplyAdd(c1, m, m);
            c2 = Vector128.FusedMultiplyAdd(c2, m, m);
            c3 = Vector128.FusedMultiplyAdd(c3, m, m);
            c4 = Vector128.FusedMultiplyAdd(c4, m, m);
            c5 = Vector128.FusedMultiplyAdd(c5, m, m);
            c6 = Vector128.FusedMultiplyAdd(c6, m, m);
            c7 = Vector128.FusedMultiplyAdd(c7, m, m);
            c8 = Vector128.FusedMultiplyAdd(c8, m, m);
            c9 = Vector128.FusedMultiplyAdd(c9, m, m);
            c10 = Vector128.FusedMultiplyAdd(c10, m, m);
            c11 = Vector128.FusedMultiplyAdd(c11, m, m);
        }

        return Vector128.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}
