using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private static Vector512<float> TanhSingle(Vector512<float> x)
    {
        Vector512<float> sign = x & Vector512.Create(-0f);

        // The native minimum returns its second operand, or NaN, where that is NaN.
        Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(TanhSaturation), x ^ sign);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(
            magnitude, Vector512.Create(2 * 1.44269504088896341f), Vector512.Create(RoundingShift));
        Vector512<float> n = shifted - Vector512.Create(RoundingShift);

        // One part of ln 2 is enough: its error grows with n, but what m contributes to the result's error shrinks with 2ⁿ.
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.5f * 0.693147180559945309f), magnitude);
        Vector512<float> p = Vector512.Create(128 * 1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(64 * 1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(32 * 8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(16 * 4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8 * 1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4 * 5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + r);
        Vector512<float> power = (Vector512.ShiftLeft(shifted.AsInt32(), 23) + Vector512.Create(1f).AsInt32()).AsSingle();
        Vector512<float> m = Vector512.FusedMultiplyAdd(p, power, power - Vector512.Create(1f));
        return (m / (m + Vector512.Create(2f))) | sign;
    }

    // x = n·ln 2 + r with |r| ≤ ln 2 / 2; the polynomial is that of Cephes expf. 2ⁿ is applied in two halves, so that subnormal results
    // round once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpSingle(Vector512<float> x)
    {
        Vector512<float> clamped = Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512.Create(ExpMaximum)), Vector512.Create(ExpMaximum), x);
        clamped = Vector512.ConditionalSelect(
            Vector512.LessThan(clamped, Vector512.Create(ExpMinimum)), Vector512.Create(ExpMinimum), clamped);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(
            clamped, Vector512.Create(1.44269504088896341f), Vector512.Create(RoundingShift));
        Vector512<float> n = shifted - Vector512.Create(RoundingShift);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), clamped);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512.Create(1f);

        // NaN makes the integers arbitrary, but the product NaN.
        Vector512<int> exponent = shifted.AsInt32() - Vector512.Create(RoundingShift).AsInt32();
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    // x = m·2ᵉ with √½ ≤ m < √2; the polynomial in m − 1 is that of Cephes logf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogSingle(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        Vector512<int> bits = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(TwoTo23), x).AsInt32();

        // The bits of √½ are subtracted so that the exponent field steps at √½ instead of 1.
        Vector512<int> origin = Vector512.Create(0.707106781186547524f).AsInt32();
        Vector512<int> exponent = Vector512.ShiftRightArithmetic(bits - origin, 23);
        Vector512<float> m = (bits - Vector512.ShiftLeft(exponent, 23)).AsSingle();
        Vector512<float> e = Vector512.ConvertToSingle(exponent) - (subnormal & Vector512.Create(23f));
        Vector512<float> f = m - Vector512.Create(1f);
        Vector512<float> z = f * f;
        Vector512<float> y = Vector512.Create(7.0376836292e-2f);
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(-1.1514610310e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(1.1676998740e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(-1.2420140846e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(1.4249322787e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(-1.6668057665e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(2.0000714765e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(-2.4999993993e-1f));
        y = Vector512.FusedMultiplyAdd(y, f, Vector512.Create(3.3333331174e-1f));
        y = y * f * z;
        y = Vector512.FusedMultiplyAdd(e, Vector512.Create(Ln2Low), y);
        y = Vector512.FusedMultiplyAdd(Vector512.Create(-0.5f), z, y);
        Vector512<float> result = Vector512.FusedMultiplyAdd(e, Vector512.Create(Ln2High), f + y);

        // What the bits do not cover: zero, negative numbers, infinity and NaN.
        Vector512<float> infinity = Vector512.Create(float.PositiveInfinity);
        result = Vector512.ConditionalSelect(Vector512.LessThan(x, infinity), result, x);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), -infinity, result);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(float.NaN), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> exponent) =>
        Vector512.ShiftLeft(exponent + Vector512.Create(127), 23).AsSingle();
}
