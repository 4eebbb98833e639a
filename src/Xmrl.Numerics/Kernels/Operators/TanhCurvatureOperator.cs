using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>−2·x·y·z: with z = tanh, the derivative of x·y·(1 − z²) with respect to z.</summary>
internal readonly struct TanhCurvatureOperator : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x, TVector y, TVector z)
        where TVector : unmanaged, IRealVector<TVector> => x * TVector.Create(-2) * y * z;
}
