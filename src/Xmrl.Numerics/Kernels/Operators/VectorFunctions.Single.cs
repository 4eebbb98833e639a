using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

internal static unsafe partial class VectorFunctions
{
    // Beyond |x| = 9.02, tanh x rounds to ±1 in single precision.
    private const float TanhSaturation = 10f;

    // Adding 1.5·2²³ rounds to an integer, which then sits in the low bits of the sum.
    private const float RoundingShift = 12582912f;

    // Beyond these, eˣ overflows or rounds to zero.
    private const float ExpMaximum = 89f;
    private const float ExpMinimum = -104f;

    // ln 2 in two parts: the high one has so few bits that its product with an exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo23 = 8388608f;

    // tanh |x| = m / (m + 2) with m = e^(2|x|) − 1: never above 1, and errors of a large m cancel. With 2|x| = n·ln 2 + 2r the polynomial
    // of Cephes expf gives e^(2r) − 1 without cancellation; its coefficients carry powers of two for the argument r.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TanhSingle<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector sign = x & TVector.Create(-0f);

        // The native minimum returns its second operand, or NaN, where that is NaN.
        TVector magnitude = TVector.MinNative(TVector.Create(TanhSaturation), x ^ sign);
        TVector shifted = TVector.FusedMultiplyAdd(
            magnitude, TVector.Create(2 * 1.44269504088896341f), TVector.Create(RoundingShift));
        TVector n = shifted - TVector.Create(RoundingShift);

        // One part of ln 2 is enough: its error grows with n, but what m contributes to the result's error shrinks with 2ⁿ.
        TVector r = TVector.FusedMultiplyAdd(n, TVector.Create(-0.5f * 0.693147180559945309f), magnitude);
        TVector p = TVector.Create(128 * 1.9875691500e-4f);
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(64 * 1.3981999507e-3f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(32 * 8.3334519073e-3f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(16 * 4.1665795894e-2f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(8 * 1.6666665459e-1f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(4 * 5.0000001201e-1f));
        p = TVector.FusedMultiplyAdd(p, r * r, r + r);
        TVector power = TVector.AddBits(TVector.ShiftLeft(shifted, 23), TVector.Create(1f));
        TVector m = TVector.FusedMultiplyAdd(p, power, power - TVector.Create(1f));
        return (m / (m + TVector.Create(2f))) | sign;
    }

    // x = n·ln 2 + r with |r| ≤ ln 2 / 2; the polynomial is that of Cephes expf. 2ⁿ is applied in two halves, so that subnormal results
    // round once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpSingle<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector clamped = TVector.Select(
            TVector.LessThan(TVector.Create(ExpMaximum), x), TVector.Create(ExpMaximum), x);
        clamped = TVector.Select(
            TVector.LessThan(clamped, TVector.Create(ExpMinimum)), TVector.Create(ExpMinimum), clamped);
        TVector shifted = TVector.FusedMultiplyAdd(
            clamped, TVector.Create(1.44269504088896341f), TVector.Create(RoundingShift));
        TVector n = shifted - TVector.Create(RoundingShift);
        TVector r = TVector.FusedMultiplyAdd(n, TVector.Create(-Ln2High), clamped);
        r = TVector.FusedMultiplyAdd(n, TVector.Create(-Ln2Low), r);
        TVector p = TVector.Create(1.9875691500e-4f);
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(1.3981999507e-3f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(8.3334519073e-3f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(4.1665795894e-2f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(1.6666665459e-1f));
        p = TVector.FusedMultiplyAdd(p, r, TVector.Create(5.0000001201e-1f));
        p = TVector.FusedMultiplyAdd(p, r * r, r) + TVector.Create(1f);

        // NaN makes the integers arbitrary, but the product NaN.
        TVector exponent = TVector.SubtractBits(shifted, TVector.Create(RoundingShift));
        TVector half = TVector.ShiftRight(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(TVector.SubtractBits(exponent, half));
    }

    // x = m·2ᵉ with √½ ≤ m < √2; the polynomial in m − 1 is that of Cephes logf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSingle<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector subnormal = TVector.LessThan(x, TVector.Create(SmallestNormal));
        TVector bits = TVector.Select(subnormal, x * TVector.Create(TwoTo23), x);

        // The bits of √½ are subtracted so that the exponent field steps at √½ instead of 1.
        TVector origin = TVector.Create(0.707106781186547524f);
        TVector exponent = TVector.ShiftRight(TVector.SubtractBits(bits, origin), 23);
        TVector m = TVector.SubtractBits(bits, TVector.ShiftLeft(exponent, 23));
        TVector e = TVector.FromBits(exponent) - (subnormal & TVector.Create(23f));
        TVector f = m - TVector.Create(1f);
        TVector z = f * f;
        TVector y = TVector.Create(7.0376836292e-2f);
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(-1.1514610310e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(1.1676998740e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(-1.2420140846e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(1.4249322787e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(-1.6668057665e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(2.0000714765e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(-2.4999993993e-1f));
        y = TVector.FusedMultiplyAdd(y, f, TVector.Create(3.3333331174e-1f));
        y = y * f * z;
        y = TVector.FusedMultiplyAdd(e, TVector.Create(Ln2Low), y);
        y = TVector.FusedMultiplyAdd(TVector.Create(-0.5f), z, y);
        TVector result = TVector.FusedMultiplyAdd(e, TVector.Create(Ln2High), f + y);

        // What the bits do not cover: zero, negative numbers, infinity and NaN.
        TVector infinity = TVector.Create(float.PositiveInfinity);
        result = TVector.Select(TVector.LessThan(x, infinity), result, x);
        result = TVector.Select(TVector.Equal(x, TVector.Create(0)), -infinity, result);
        return TVector.Select(TVector.LessThan(x, TVector.Create(0)), TVector.Create(float.NaN), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<TVector>(TVector exponent)
        where TVector : unmanaged, IRealVector<TVector> =>
        TVector.AddBits(TVector.ShiftLeft(exponent, 23), TVector.Create(1f));
}
