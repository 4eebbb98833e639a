using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Randomness;

/// <summary>Uniform draws in [0, 1).</summary>
internal readonly struct UniformTile : ITileDraw
{
    /// <inheritdoc/>
    public static void Draw(RandomKey key, ulong tile, ref Real destination)
    {
        Philox4x32.SixteenBlocks(
            tile * Philox4x32.BlocksPerTile,
            (uint)DrawDomain.Uniform,
            key.Value,
            out Vector512<uint> word0,
            out Vector512<uint> word1,
            out Vector512<uint> word2,
            out Vector512<uint> word3);
        Store(word0, ref destination);
        Store(word1, ref Unsafe.Add(ref destination, Philox4x32.BlocksPerTile));
        Store(word2, ref Unsafe.Add(ref destination, 2 * Philox4x32.BlocksPerTile));
        Store(word3, ref Unsafe.Add(ref destination, 3 * Philox4x32.BlocksPerTile));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<uint> words, ref Real destination)
    {
#if REAL_IS_DOUBLE
        (Vector512<ulong> lower, Vector512<ulong> upper) = Vector512.Widen(words);
        Vector512<double> unit = Vector512.Create(1.0 / (1UL << 32));
        (Vector512.ConvertToDouble(lower.AsInt64()) * unit).StoreUnsafe(ref destination);
        (Vector512.ConvertToDouble(upper.AsInt64()) * unit).StoreUnsafe(ref destination, (nuint)Vector512<double>.Count);
#else
        // 24 bits fit a float exactly: the conversion rounds nothing.
        (Vector512.ConvertToSingle((words >>> 8).AsInt32()) * Vector512.Create(1f / (1 << 24))).StoreUnsafe(ref destination);
#endif
    }
}
