using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>max(x, y); NaN if either is NaN.</summary>
internal readonly struct MaximumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, IRealVector<TVector> => TVector.Max(x, y);
}
