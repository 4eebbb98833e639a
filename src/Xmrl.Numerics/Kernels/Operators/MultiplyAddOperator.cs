using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>x·y + z, rounded once.</summary>
public readonly struct MultiplyAddOperator : ITernaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x, Vector512<Real> y, Vector512<Real> z) => Vector512.FusedMultiplyAdd(x, y, z);
}
