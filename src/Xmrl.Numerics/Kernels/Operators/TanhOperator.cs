using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>tanh x.</summary>
internal readonly struct TanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x) => VectorFunctions.Tanh(x);
}
