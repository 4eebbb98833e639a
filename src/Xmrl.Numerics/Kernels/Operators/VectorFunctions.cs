using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>Transcendental functions of a whole vector. The build in double precision goes through <see cref="Math"/>, element by
/// element.</summary>
internal static unsafe partial class VectorFunctions
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<Real> Tanh(Vector512<Real> x) =>
        typeof(Real) == typeof(float) ? TanhSingle(x.AsSingle()).As<float, Real>() : PerElement(x, &TanhElement);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<Real> Exp(Vector512<Real> x) =>
        typeof(Real) == typeof(float) ? ExpSingle(x.AsSingle()).As<float, Real>() : PerElement(x, &ExpElement);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<Real> Log(Vector512<Real> x) =>
        typeof(Real) == typeof(float) ? LogSingle(x.AsSingle()).As<float, Real>() : PerElement(x, &LogElement);

    private static Real TanhElement(Real x) => Real.Tanh(x);

    private static Real ExpElement(Real x) => Real.Exp(x);

    private static Real LogElement(Real x) => Real.Log(x);

    private static Vector512<Real> PerElement(Vector512<Real> x, delegate*<Real, Real> function)
    {
        Real* elements = stackalloc Real[Vector512<Real>.Count];
        x.Store(elements);
        for (int i = 0; i < Vector512<Real>.Count; i++)
        {
            elements[i] = function(elements[i]);
        }

        return Vector512.Load(elements);
    }
}
