using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Xmrl.Numerics.Randomness;

/// <summary>Philox-4x32-10: a counter-based random function. The same counter and key give the same words on every machine.</summary>
/// <seealso href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2,
/// 3.</seealso>
internal static class Philox4x32
{
    /// <summary>Number of blocks that <see cref="SixteenBlocks"/> computes at once.</summary>
    internal const int BlocksPerTile = 16;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>Four random words: a pure function of counter and key.</summary>
    /// <param name="counter">Four counter words, any values.</param>
    /// <param name="key">Two key words, any values.</param>
    /// <returns>Four words, uniform over all 2³² values each.</returns>
    /// <remarks>Ten rounds of the published function; agrees with the known answers distributed with Random123.</remarks>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(
        (uint Word0, uint Word1, uint Word2, uint Word3) counter, (uint Word0, uint Word1) key)
    {
        (uint c0, uint c1, uint c2, uint c3) = counter;
        (uint k0, uint k1) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Sixteen consecutive blocks. Lane j of word w is word w of the block whose counter is (low, high) of firstBlock + j, then
    /// domain, then 0.</summary>
    /// <param name="firstBlock">Counter words 0 and 1 of the first block.</param>
    /// <param name="domain">Counter word 2, the same for all blocks.</param>
    /// <param name="key">Low half: key word 0; high half: key word 1.</param>
    /// <param name="word0">Receives word 0 of the sixteen blocks; <paramref name="word1"/> to <paramref name="word3"/> likewise.</param>
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

    /// <summary>The 64-bit product of the low halves; the high half of <paramref name="right"/> is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> left, Vector512<ulong> right)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Multiply(left.AsUInt32(), right.AsUInt32());
        }

        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.Multiply(left.GetLower().AsUInt32(), right.GetLower().AsUInt32()),
                Avx2.Multiply(left.GetUpper().AsUInt32(), right.GetUpper().AsUInt32()));
        }

        return (left & Vector512.Create((ulong)uint.MaxValue)) * right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Interleave(Vector512<ulong> even, Vector512<ulong> odd) =>
        ((even & Vector512.Create((ulong)uint.MaxValue)) | (odd << 32)).AsUInt32();
}
