using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>Transcendental functions of a whole vector. The build in double precision goes through <see cref="Math"/>, element by
/// element.</summary>
internal static unsafe partial class VectorFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Tanh<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> =>
        typeof(Real) == typeof(float) ? TanhSingle(x) : PerElement(x, &TanhElement);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Exp<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> =>
        typeof(Real) == typeof(float) ? ExpSingle(x) : PerElement(x, &ExpElement);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> =>
        typeof(Real) == typeof(float) ? LogSingle(x) : PerElement(x, &LogElement);

    // The exponent is never positive, so that nothing overflows and small results keep their relative precision.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sigmoid<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector e = Exp(NegativeMagnitude(x));
        TVector numerator = TVector.Select(TVector.LessThan(x, TVector.Create(0)), e, TVector.Create(1));
        return numerator / (TVector.Create(1) + e);
    }

    // max(x, 0) + ln(1 + e) with e = e^−|x|; ln(1 + e) is ln w·e/(w − 1) at w = 1 + e as rounded (Goldberg 1991, Theorem 4).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Softplus<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector e = Exp(NegativeMagnitude(x));
        TVector w = TVector.Create(1) + e;
        TVector rounded = w - TVector.Create(1);
        TVector logarithm = TVector.Select(TVector.Equal(rounded, TVector.Create(0)), e, Log(w) * (e / rounded));
        return TVector.Max(x, TVector.Create(0)) + logarithm;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NegativeMagnitude<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> => x | TVector.Create((Real)(-0.0));

    private static Real TanhElement(Real x) => Real.Tanh(x);

    private static Real ExpElement(Real x) => Real.Exp(x);

    private static Real LogElement(Real x) => Real.Log(x);

    private static TVector PerElement<TVector>(TVector x, delegate*<Real, Real> function)
        where TVector : unmanaged, IRealVector<TVector>
    {
        Real* elements = stackalloc Real[TVector.Count];
        x.Store(elements);
        for (int i = 0; i < TVector.Count; i++)
        {
            elements[i] = function(elements[i]);
        }

        return TVector.Load(elements);
    }
}
