using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels.Operators;

/// <summary>A function of 3 numbers, applied lane by lane. Implementations are stateless structs.</summary>
internal interface ITernaryOperator
{
    /// <summary>The function on one vector. A lane's result depends on that lane alone.</summary>
    /// <param name="x">The first argument, one per lane.</param>
    /// <param name="y">The second argument, one per lane.</param>
    /// <param name="z">The third argument, one per lane.</param>
    public static abstract TVector Invoke<TVector>(TVector x, TVector y, TVector z)
        where TVector : unmanaged, IRealVector<TVector>;
}
