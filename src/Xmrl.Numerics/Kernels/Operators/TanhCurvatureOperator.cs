using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>−2·x·y·z: with z = tanh, the derivative of x·y·(1 − z²) with respect to z.</summary>
internal readonly struct TanhCurvatureOperator : ITernaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x, Vector512<Real> y, Vector512<Real> z) => x * (Real)(-2) * y * z;
}
