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
