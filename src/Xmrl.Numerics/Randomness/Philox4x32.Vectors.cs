using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Xmrl.Numerics.Randomness;

/// <content>Many blocks at once, for both widths of vectors.</content>
internal static partial class Philox4x32
{
    /// <summary>Sixteen consecutive blocks. Lane j of word w is word w of the block whose counter is (low, high) of firstBlock + j, then
    /// domain, then 0.</summary>
    /// <param name="firstBlock">Counter words 0 and 1 of the first block.</param>
    /// <param name="domain">Counter word 2, the same for all blocks.</param>
    /// <param name="key">Low half: key word 0; high half: key word 1.</param>
    /// <param name="word0">Receives word 0 of the blocks; <paramref name="word1"/> to <paramref name="word3"/> likewise.</param>
    /// <param name="word1">Word 1.</param>
    /// <param name="word2">Word 2.</param>
    /// <param name="word3">Word 3.</param>
    /// <remarks>
    /// A state word occupies the low half of a 64-bit lane; the high half holds rubbish that the 32 × 32 bit product ignores.
    /// So a product leaves its low word in place, and its high word is one shift away: no lane ever has to be permuted.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SixteenBlocks(
        ulong firstBlock,
        uint domain,
        ulong key,
        out Vector512<uint> word0,
        out Vector512<uint> word1,
        out Vector512<uint> word2,
        out Vector512<uint> word3)
    {
        Vector512<ulong> even0 = Vector512.Create(firstBlock) + Vector512.Create(0UL, 2, 4, 6, 8, 10, 12, 14);
        Vector512<ulong> odd0 = even0 + Vector512<ulong>.One;
        Vector512<ulong> even1 = even0 >>> 32;
        Vector512<ulong> odd1 = odd0 >>> 32;
        Vector512<ulong> even2 = Vector512.Create((ulong)domain);
        Vector512<ulong> odd2 = even2;
        Vector512<ulong> even3 = Vector512<ulong>.Zero;
        Vector512<ulong> odd3 = even3;
        Vector512<ulong> k0 = Vector512.Create(key);
        Vector512<ulong> k1 = Vector512.Create(key >> 32);
        Vector512<ulong> multiplier0 = Vector512.Create((ulong)Multiplier0);
        Vector512<ulong> multiplier1 = Vector512.Create((ulong)Multiplier1);
        Vector512<ulong> weyl0 = Vector512.Create((ulong)Weyl0);
        Vector512<ulong> weyl1 = Vector512.Create((ulong)Weyl1);

        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> evenProduct0 = Product(even0, multiplier0);
            Vector512<ulong> oddProduct0 = Product(odd0, multiplier0);
            Vector512<ulong> evenProduct1 = Product(even2, multiplier1);
            Vector512<ulong> oddProduct1 = Product(odd2, multiplier1);
            even0 = (evenProduct1 >>> 32) ^ even1 ^ k0;
            odd0 = (oddProduct1 >>> 32) ^ odd1 ^ k0;
            even1 = evenProduct1;
            odd1 = oddProduct1;
            even2 = (evenProduct0 >>> 32) ^ even3 ^ k1;
            odd2 = (oddProduct0 >>> 32) ^ odd3 ^ k1;
            even3 = evenProduct0;
            odd3 = oddProduct0;
            k0 += weyl0;
            k1 += weyl1;
        }

        word0 = Interleave(even0, odd0);
        word1 = Interleave(even1, odd1);
        word2 = Interleave(even2, odd2);
        word3 = Interleave(even3, odd3);
    }

    /// <summary>Eight consecutive blocks, as <see cref="SixteenBlocks"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void EightBlocks(
        ulong firstBlock,
        uint domain,
        ulong key,
        out Vector256<uint> word0,
        out Vector256<uint> word1,
        out Vector256<uint> word2,
        out Vector256<uint> word3)
    {
        Vector256<ulong> even0 = Vector256.Create(firstBlock) + Vector256.Create(0UL, 2, 4, 6);
        Vector256<ulong> odd0 = even0 + Vector256<ulong>.One;
        Vector256<ulong> even1 = even0 >>> 32;
        Vector256<ulong> odd1 = odd0 >>> 32;
        Vector256<ulong> even2 = Vector256.Create((ulong)domain);
        Vector256<ulong> odd2 = even2;
        Vector256<ulong> even3 = Vector256<ulong>.Zero;
        Vector256<ulong> odd3 = even3;
        Vector256<ulong> k0 = Vector256.Create(key);
        Vector256<ulong> k1 = Vector256.Create(key >> 32);
        Vector256<ulong> multiplier0 = Vector256.Create((ulong)Multiplier0);
        Vector256<ulong> multiplier1 = Vector256.Create((ulong)Multiplier1);
        Vector256<ulong> weyl0 = Vector256.Create((ulong)Weyl0);
        Vector256<ulong> weyl1 = Vector256.Create((ulong)Weyl1);

        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> evenProduct0 = Product(even0, multiplier0);
            Vector256<ulong> oddProduct0 = Product(odd0, multiplier0);
            Vector256<ulong> evenProduct1 = Product(even2, multiplier1);
            Vector256<ulong> oddProduct1 = Product(odd2, multiplier1);
            even0 = (evenProduct1 >>> 32) ^ even1 ^ k0;
            odd0 = (oddProduct1 >>> 32) ^ odd1 ^ k0;
            even1 = evenProduct1;
            odd1 = oddProduct1;
            even2 = (evenProduct0 >>> 32) ^ even3 ^ k1;
            odd2 = (oddProduct0 >>> 32) ^ odd3 ^ k1;
            even3 = evenProduct0;
            odd3 = oddProduct0;
            k0 += weyl0;
            k1 += weyl1;
        }

        word0 = Interleave(even0, odd0);
        word1 = Interleave(even1, odd1);
        word2 = Interleave(even2, odd2);
        word3 = Interleave(even3, odd3);
    }

    /// <summary>The 64-bit product of the low halves; the high half of <paramref name="right"/> is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> left, Vector512<ulong> right) => Avx512F.IsSupported
        ? Avx512F.Multiply(left.AsUInt32(), right.AsUInt32())
        : (left & Vector512.Create((ulong)uint.MaxValue)) * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> left, Vector256<ulong> right) => Avx2.IsSupported
        ? Avx2.Multiply(left.AsUInt32(), right.AsUInt32())
        : (left & Vector256.Create((ulong)uint.MaxValue)) * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Interleave(Vector512<ulong> even, Vector512<ulong> odd) =>
        ((even & Vector512.Create((ulong)uint.MaxValue)) | (odd << 32)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Interleave(Vector256<ulong> even, Vector256<ulong> odd) =>
        ((even & Vector256.Create((ulong)uint.MaxValue)) | (odd << 32)).AsUInt32();
}
