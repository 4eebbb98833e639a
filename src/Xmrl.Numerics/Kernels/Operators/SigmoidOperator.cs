using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>1/(1 + e⁻ˣ).</summary>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector> => VectorFunctions.Sigmoid(x);
}
