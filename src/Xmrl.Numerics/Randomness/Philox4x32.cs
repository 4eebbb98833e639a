namespace Xmrl.Numerics.Randomness;

/// <summary>Philox-4x32-10: a counter-based random function. The same counter and key give the same words on every machine.</summary>
/// <seealso href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2,
/// 3.</seealso>
internal static partial class Philox4x32
{
    /// <summary>Number of blocks in a tile of draws.</summary>
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
}
