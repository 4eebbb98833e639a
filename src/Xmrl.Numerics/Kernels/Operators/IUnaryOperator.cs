using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>A function of 1 number, applied lane by lane. Implementations are stateless structs.</summary>
internal interface IUnaryOperator
{
    /// <summary>The function on one vector. A lane's result depends on that lane alone.</summary>
    /// <param name="x">The argument, one per lane.</param>
    public static abstract TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, IRealVector<TVector>;
}
