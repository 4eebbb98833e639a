using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>max(x, 0); NaN propagates.</summary>
internal readonly struct ReluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> => TVector.Max(x, TVector.Create(0));
}
