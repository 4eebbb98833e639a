using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>Exponential eˣ, elementwise.</summary>
internal readonly struct ExpOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Invoke(Vector512<Real> x) => VectorFunctions.Exp(x);
}
