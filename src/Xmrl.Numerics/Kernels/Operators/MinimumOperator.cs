using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>min(x, y); NaN if either is NaN.</summary>
internal readonly struct MinimumOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x, Vector512<Real> y) => Vector512.Min(x, y);
}
