using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>What a product does besides filling its destination: other operations that would each be one more pass over memory.</summary>
internal readonly ref struct ProductEnding
{
    /// <summary>Whether the product is added to what lies in the destination. Every element's chain then starts there.</summary>
    public bool Accumulate { get; init; }

    /// <summary>r, which is added to every row of the product: an element's chain then starts at its column's r. Empty for none; not
    /// together with <see cref="Accumulate"/>.</summary>
    public ReadOnlySpan<Real> Row { get; init; }

    /// <summary>y of g·(1 − y²), which replaces each finished element g of a wide product; empty for none. Shape of the destination, no
    /// overlap with it.</summary>
    public ConstMatrix Gate { get; init; }
}
