using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>x where y &gt; 0, else 0: the gradient x of max(·, 0) passed back through its value y.</summary>
internal readonly struct MaskPositiveOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y)
        where TVector : unmanaged, IRealVector<TVector> => x & TVector.LessThan(TVector.Create(0), y);
}
