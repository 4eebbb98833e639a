using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>x where y &gt; 0, else 0: the gradient x of max(·, 0) passed back through its value y.</summary>
internal readonly struct MaskPositiveOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x, Vector512<Real> y) => x & Vector512.GreaterThan(y, Vector512<Real>.Zero);
}
