using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>ln(1 + eˣ).</summary>
internal readonly struct SoftplusOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> => VectorFunctions.Softplus(x);
}
