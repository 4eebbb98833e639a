using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Randomness;

/// <summary>Uniform draws in [0, 1).</summary>
internal readonly struct UniformTile : ITileDraw
{
    /// <inheritdoc/>
    public static void Draw(RandomKey key, ulong tile, ref Real destination)
    {
        ulong first = tile * Philox4x32.BlocksPerTile;
        if (Vector512.IsHardwareAccelerated)
        {
            Philox4x32.SixteenBlocks(
                first,
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
            return;
        }

        for (int half = 0; half < Philox4x32.BlocksPerTile; half += Vector256<uint>.Count)
        {
            Philox4x32.EightBlocks(
                first + (ulong)half,
                (uint)DrawDomain.Uniform,
                key.Value,
                out Vector256<uint> word0,
                out Vector256<uint> word1,
                out Vector256<uint> word2,
                out Vector256<uint> word3);
            Store(word0, ref Unsafe.Add(ref destination, half));
            Store(word1, ref Unsafe.Add(ref destination, Philox4x32.BlocksPerTile + half));
            Store(word2, ref Unsafe.Add(ref destination, (2 * Philox4x32.BlocksPerTile) + half));
            Store(word3, ref Unsafe.Add(ref destination, (3 * Philox4x32.BlocksPerTile) + half));
        }
    }

    // Float: 24 bits fit exactly, the conversion rounds nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<uint> words, ref Real destination)
    {
#if REAL_IS_DOUBLE
        (Vector512<ulong> lower, Vector512<ulong> upper) = Vector512.Widen(words);
        Vector512<double> unit = Vector512.Create(1.0 / (1UL << 32));
        (Vector512.ConvertToDouble(lower.AsInt64()) * unit).StoreUnsafe(ref destination);
        (Vector512.ConvertToDouble(upper.AsInt64()) * unit).StoreUnsafe(ref destination, (nuint)Vector512<double>.Count);
#else
        (Vector512.ConvertToSingle((words >>> 8).AsInt32()) * Vector512.Create(1f / (1 << 24))).StoreUnsafe(ref destination);
#endif
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<uint> words, ref Real destination)
    {
#if REAL_IS_DOUBLE
        (Vector256<ulong> lower, Vector256<ulong> upper) = Vector256.Widen(words);
        Vector256<double> unit = Vector256.Create(1.0 / (1UL << 32));
        (Vector256.ConvertToDouble(lower.AsInt64()) * unit).StoreUnsafe(ref destination);
        (Vector256.ConvertToDouble(upper.AsInt64()) * unit).StoreUnsafe(ref destination, (nuint)Vector256<double>.Count);
#else
        (Vector256.ConvertToSingle((words >>> 8).AsInt32()) * Vector256.Create(1f / (1 << 24))).StoreUnsafe(ref destination);
#endif
    }
}
