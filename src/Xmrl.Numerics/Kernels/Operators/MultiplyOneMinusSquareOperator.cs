using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>x·(1 − y²): the gradient x of tanh passed back through its value y.</summary>
internal readonly struct MultiplyOneMinusSquareOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, IRealVector<TVector> => x * TVector.FusedMultiplyAdd(-y, y, TVector.Create(1));
}
