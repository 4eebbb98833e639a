using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>√x; NaN for x &lt; 0.</summary>
internal readonly struct SqrtOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x) => Vector512.Sqrt(x);
}
