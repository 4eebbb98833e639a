using Xmrl.Offline.Hdf5;

namespace Xmrl.Offline.Tests.Hdf5;

public class LzfFilterTests
{
    // Chunks as h5py 3.7 stored them.
    private const string Rewards = "08000000400000803F00600000A0200B018040";

    [Fact]
    public void Unpack_ChunkOfH5py_GivesItsNumbers()
        => Numbers(Rewards, 5).ShouldBe([2f, 1, 0, 5, 4]);

    [Fact]
    public void Unpack_CopyThatReachesIntoItself_Repeats()
    {
        // Two literal zeros, then copies of one byte ten times, as h5py stores forty bytes seven times each.
        byte[] unpacked = new byte[9];
        LzfFilter.Unpack([0, 7, 0xC0, 0], unpacked).ShouldBe(9);
        unpacked.ShouldBe([7, 7, 7, 7, 7, 7, 7, 7, 7]);
    }

    [Fact]
    public void Unpack_LongCopy_TakesItsLengthFromTheNextByte()
    {
        byte[] unpacked = new byte[1 + 7 + 30 + 2];
        LzfFilter.Unpack([0, 9, 0xE0, 30, 0], unpacked).ShouldBe(40);
        unpacked.ShouldAllBe(static value => value == 9);
    }

    [Theory]
    [InlineData(new byte[] { 5, 1, 2 })]
    [InlineData(new byte[] { 0x20 })]
    [InlineData(new byte[] { 0xE0, 1 })]
    [InlineData(new byte[] { 0, 1, 0x20, 9 })]
    [InlineData(new byte[] { 0, 1, 0xE0, 255, 0 })]
    public void Unpack_Damaged_Refuses(byte[] packed)
        => Should.Throw<InvalidDataException>(() => LzfFilter.Unpack(packed, new byte[64])).Message.ShouldContain("is damaged");

    private static float[] Numbers(string packed, int count)
    {
        byte[] bytes = new byte[sizeof(float) * count];
        LzfFilter.Unpack(Convert.FromHexString(packed), bytes).ShouldBe(bytes.Length);
        float[] numbers = new float[count];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        return numbers;
    }
}
