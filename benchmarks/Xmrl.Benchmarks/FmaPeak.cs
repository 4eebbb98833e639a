using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Benchmarks;

/// <summary>The highest rate of fused multiply-adds that one core of this machine reaches, from registers alone.</summary>
public static class FmaPeak
{
    // 16 independent chains hide a latency of 4 cycles on two pipes twice over and leave every chain in a register.
    private const int Chains = 16;
    private const int Steps = 20_000;

    // Chains converge to 1: x ← 0.5·x + 0.5. No overflow, no subnormal numbers.
    private const Real Factor = (Real)0.5;

    private static Real s_sink;

    /// <summary>Measures the peak once; takes about 40 µs to 0.2 ms.</summary>
    /// <returns>GFLOP/s of one core in the precision of the build, a fused multiply-add counted as two operations.</returns>
    public static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        Real sum = Run(Steps, Factor);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        s_sink = sum;
        return 2.0 * Chains * Vector512<Real>.Count * Steps / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Real Run(int steps, Real factor)
    {
        Vector512<Real> m = Vector512.Create(factor);
        Vector512<Real> c0 = m, c1 = m, c2 = m, c3 = m, c4 = m, c5 = m, c6 = m, c7 = m;
        Vector512<Real> c8 = m, c9 = m, c10 = m, c11 = m, c12 = m, c13 = m, c14 = m, c15 = m;
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
            c12 = Vector512.FusedMultiplyAdd(c12, m, m);
            c13 = Vector512.FusedMultiplyAdd(c13, m, m);
            c14 = Vector512.FusedMultiplyAdd(c14, m, m);
            c15 = Vector512.FusedMultiplyAdd(c15, m, m);
        }

        Vector512<Real> sum = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + c12 + c13 + c14 + c15;
        return Vector512.Sum(sum);
    }
}
