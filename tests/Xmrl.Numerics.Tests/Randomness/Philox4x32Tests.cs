using System.Runtime.Intrinsics;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Randomness;

public sealed class Philox4x32Tests
{
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Block_PublishedVectors_GivesKnownAnswer(string counter, string key, string expected)
    {
        uint[] c = Words(counter);
        uint[] k = Words(key);
        uint[] e = Words(expected);
        Philox4x32.Block((c[0], c[1], c[2], c[3]), (k[0], k[1])).ShouldBe((e[0], e[1], e[2], e[3]));
    }

    [Theory]
    [InlineData(0UL, 0u, 0UL)]
    [InlineData(0xFFFF_FFF8UL, 5u, 0x299F31D0A4093822UL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFF8UL, 0xFFFF_FFFFu, 0xFFFF_FFFF_FFFF_FFFFUL)]
    public void SixteenBlocks_CarriesBetweenCounterWords_EqualsSingleBlocks(ulong first, uint domain, ulong key)
    {
        Philox4x32.SixteenBlocks(
            first, domain, key, out Vector512<uint> w0, out Vector512<uint> w1, out Vector512<uint> w2, out Vector512<uint> w3);
        for (int j = 0; j < Philox4x32.BlocksPerTile; j++)
        {
            ulong block = first + (ulong)j;
            (w0[j], w1[j], w2[j], w3[j]).ShouldBe(
                Philox4x32.Block(((uint)block, (uint)(block >> 32), domain, 0), ((uint)key, (uint)(key >> 32))));
        }
    }

    [Theory]
    [InlineData(0UL, 0u, 0UL)]
    [InlineData(0xFFFF_FFFCUL, 5u, 0x299F31D0A4093822UL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFCUL, 0xFFFF_FFFFu, 0xFFFF_FFFF_FFFF_FFFFUL)]
    public void EightBlocks_CarriesBetweenCounterWords_EqualsSingleBlocks(ulong first, uint domain, ulong key)
    {
        Philox4x32.EightBlocks(
            first, domain, key, out Vector256<uint> w0, out Vector256<uint> w1, out Vector256<uint> w2, out Vector256<uint> w3);
        for (int j = 0; j < Vector256<uint>.Count; j++)
        {
            ulong block = first + (ulong)j;
            (w0[j], w1[j], w2[j], w3[j]).ShouldBe(
                Philox4x32.Block(((uint)block, (uint)(block >> 32), domain, 0), ((uint)key, (uint)(key >> 32))));
        }
    }

    private static uint[] Words(string text) => [.. text.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
