namespace Xmrl.Numerics.Randomness;

/// <summary>A kind of draw, computed 64 numbers at a time.</summary>
internal interface ITileDraw
{
    /// <summary>Computes draws 64 · tile … 64 · tile + 63.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tile">Number of the tile.</param>
    /// <param name="destination">First of 64 elements to write.</param>
    public static abstract void Draw(RandomKey key, ulong tile, ref Real destination);
}
