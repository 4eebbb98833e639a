using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>x·(1 − y²): the gradient x of tanh passed back through its value y.</summary>
internal readonly struct MultiplyOneMinusSquareOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x, Vector512<Real> y)
        => x * Vector512.FusedMultiplyAdd(-y, y, Vector512<Real>.One);
}
