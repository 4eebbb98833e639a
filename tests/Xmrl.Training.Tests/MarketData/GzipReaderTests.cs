using System.IO.Compression;
using System.Text;
using Xmrl.Training.MarketData;

namespace Xmrl.Training.Tests.MarketData;

/// <summary>RFC 1952, member by member; the bytes of the small files are written down by hand.</summary>
public sealed class GzipReaderTests
{
    private const string Check = "123456789";

    /// <summary>The CRC-32 of "123456789" that catalogues of checksums give as check value.</summary>
    private static readonly byte[] s_checkValue = [0x26, 0x39, 0xf4, 0xcb];

    private static readonly byte[] s_header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>One stored block (RFC 1951, 3.2.4): last, length 9, its complement, nine bytes.</summary>
    private static readonly byte[] s_block = [1, 9, 0, 0xf6, 0xff, .. Encoding.ASCII.GetBytes(Check)];

    private static readonly byte[] s_member = [.. s_header, .. s_block, .. s_checkValue, 9, 0, 0, 0];

    [Fact]
    public void Read_HandWrittenMembers_GivesTheirContents()
    {
        Unpack(s_member).ShouldBe(Check);
        Unpack([.. s_member, .. s_member]).ShouldBe(Check + Check);
        Unpack([.. s_member, 0, 0, 0]).ShouldBe(Check, "zeros after the last member are padding");
    }

    [Fact]
    public void Read_WrittenByTheFramework_GivesItsContent()
    {
        string text = string.Concat(Enumerable.Range(0, 5000).Select(static i => $"{i * i},"));
        Unpack(Pack(text)).ShouldBe(text);
        Unpack([.. Pack(text), .. Pack(""), .. Pack(Check)]).ShouldBe(text + Check);
    }

    [Fact]
    public void Read_CutAnywhere_SaysWhere()
    {
        byte[] packed = Pack(string.Concat(Enumerable.Range(0, 200).Select(static i => $"{i * i},")));
        byte[] whole = [.. packed, .. s_member];
        for (int length = 2; length < whole.Length; length++)
        {
            if (length != packed.Length)
            {
                Should.Throw<GzipException>(() => Unpack(whole[..length])).Message.ShouldContain($"ends early at byte {length}:");
            }
        }
    }

    [Theory]
    [InlineData(0, "its CRC-32 is cbf43926, cbf43927 is stored")]
    [InlineData(4, "unpacks to 9 bytes, 8 is stored")]
    public void Read_WrongTrailer_SaysWhichPart(int position, string expected)
    {
        foreach (byte[] before in (byte[][])[[], s_member])
        {
            byte[] bytes = [.. before, .. s_member];
            bytes[^(8 - position)] ^= 1;
            string message = Should.Throw<GzipException>(() => Unpack(bytes)).Message;
            message.ShouldContain(expected);
            message.ShouldContain($"from byte {before.Length} to {bytes.Length}");
        }
    }

    [Fact]
    public void Read_OneBitFlipped_IsRefusedOrWithoutEffect()
    {
        byte[] packed = Pack(string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i * i},")));
        string text = Unpack(packed);
        for (int bit = 16; bit < 8 * packed.Length; bit++)
        {
            byte[] flipped = [.. packed];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Not part of the content are, in the header, time, extra flags, operating system and the bit that says it is text, and the
                // bits that fill the last byte before the trailer.
                Unpack(flipped).ShouldBe(text);
                (bit / 8 < s_header.Length || bit / 8 == packed.Length - 9).ShouldBeTrue($"bit {bit}");
            }
            catch (GzipException)
            {
                (bit / 8).ShouldNotBeInRange(4, 9);
            }
        }
    }

    [Fact]
    public void Read_AllOptionalParts_AreSkippedAndChecked()
    {
        // Extra field of two bytes, name, comment, checksum of the header.
        byte[] header = [0x1f, 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 3, 2, 0, 0xaa, 0, .. "prices\0"u8, .. "of a day\0"u8];
        uint sum = BitwiseCrc(header);
        byte[] bytes = [.. header, (byte)sum, (byte)(sum >> 8), .. s_member.AsSpan(s_header.Length)];
        Unpack(bytes).ShouldBe(Check);
        bytes[header.Length] ^= 1;
        Should.Throw<GzipException>(() => Unpack(bytes)).Message.ShouldContain("wrong checksum in the header at byte 0");
    }

    [Theory]
    [InlineData(1, 0x8c)]
    [InlineData(2, 7)]
    [InlineData(3, 0x20)]
    public void Read_UnknownHeader_IsRefused(int position, byte value)
    {
        byte[] bytes = [.. s_member];
        bytes[position] = value;
        Should.Throw<GzipException>(() => Unpack(bytes)).Message.ShouldContain("in the header at byte 0");
    }

    [Fact]
    public void Read_SomethingAfterTheLastMember_IsRefused() =>
        Should.Throw<GzipException>(() => Unpack([.. s_member, .. "more"u8])).Message.ShouldContain($"from byte {s_member.Length} on");

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.ASCII.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Unpack(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        using var gzip = new GzipReader(file);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return Encoding.ASCII.GetString(content.ToArray());
    }

    /// <summary>The polynomial division of RFC 1952, section 8, one bit after the other.</summary>
    private static uint BitwiseCrc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int k = 0; k < 8; k++)
            {
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
