using System.Buffers.Binary;
using System.Text;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Tests.Safetensors;

public sealed class SafetensorsFileTests
{
    private const string OneByte = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""";

    [Fact]
    public void Write_AllTypes_ReadsBackBitForBit()
    {
        SafetensorsFile file = Example();

        SafetensorsFile back = Read(Bytes(file));

        back.Metadata.ShouldBe(file.Metadata);
        back.Tensors.Keys.ShouldBe(file.Tensors.Keys);
        back["weights"].Shape.ShouldBe([2L, 3L]);
        back["weights"].Values<float>().ShouldBe([1f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, -2.5f]);
        BitConverter.SingleToInt32Bits(back["weights"].Values<float>()[1]).ShouldBe(int.MinValue);
        back["moments"].Values<double>().ShouldBe([Math.PI]);
        back["iteration"].Values<long>().ShouldBe([long.MinValue]);
        back["key"].Values<ulong>().ShouldBe([ulong.MaxValue]);
        back["small"].Values<int>().ShouldBe([-1, 2]);
        back["bytes"].Values<byte>().ShouldBe([7, 8, 9]);
        back["nothing"].Shape.ShouldBe([0L, 4L]);
    }

    [Fact]
    public void Write_OtherOrderOfInsertion_GivesTheSameBytes()
    {
        var first = new SafetensorsFile();
        var second = new SafetensorsFile();
        foreach (string name in new[] { "a", "b", "ä" })
        {
            first.Tensors[name] = StoredTensor.Of<float>([1f]);
            first.Metadata[name] = name;
        }

        foreach (string name in new[] { "ä", "b", "a" })
        {
            second.Tensors[name] = StoredTensor.Of<float>([1f]);
            second.Metadata[name] = name;
        }

        Bytes(second).ShouldBe(Bytes(first));
    }

    [Fact]
    public void Write_Header_IsPaddedToEightBytes()
    {
        byte[] bytes = Bytes(Example());

        (BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8).ShouldBe(0ul);
    }

    [Fact]
    public void Read_OneDataBitFlipped_ReportsTheDamage()
    {
        byte[] bytes = Bytes(Example());
        bytes[^1] ^= 1;

        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain("damaged");
    }

    [Fact]
    public void Read_OtherWritersFileWithoutHash_IsRead()
    {
        Read(Raw(OneByte + "   ", 42))["a"].Values<byte>().ShouldBe([42]);
    }

    /// <summary>Every type of the format that fills whole bytes, with the size that the format gives it.</summary>
    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("U8", 1)]
    [InlineData("I8", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("F8_E8M0", 1)]
    [InlineData("I16", 2)]
    [InlineData("U16", 2)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I32", 4)]
    [InlineData("U32", 4)]
    [InlineData("F32", 4)]
    [InlineData("I64", 8)]
    [InlineData("U64", 8)]
    [InlineData("F64", 8)]
    [InlineData("C64", 8)]
    public void Read_AnyType_KeepsItsBytesAndItsName(string type, int size)
    {
        byte[] data = [.. Enumerable.Range(1, 3 * size).Select(static i => (byte)i)];
        string entry = $$"""{"dtype":"{{type}}","shape":[3],"data_offsets":[0,{{data.Length}}]}""";

        SafetensorsFile file = Read(Raw("{\"a\":" + entry + "}", data));

        file["a"].Bytes.ToArray().ShouldBe(data);
        file["a"].Count.ShouldBe(3);
        byte[] again = Bytes(file);
        Encoding.UTF8.GetString(again).ShouldContain($"\"a\":{entry}");
        Read(again)["a"].Bytes.ToArray().ShouldBe(data);
    }

    /// <summary>By the formats' definitions: 1, −2.5 and the smallest numbers above 0, 2⁻²⁴ and 2⁻¹³³.</summary>
    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3C, 0x00, 0xC1, 0x01, 0x00 }, -24)]
    [InlineData("BF16", new byte[] { 0x80, 0x3F, 0x20, 0xC0, 0x01, 0x00 }, -133)]
    public void ToDoubles_HalfPrecision_IsExact(string type, byte[] data, int smallest)
    {
        SafetensorsFile file = Read(Raw($$"""{"a":{"dtype":"{{type}}","shape":[3],"data_offsets":[0,6]} }""", data));

        file["a"].ToDoubles().ShouldBe([1, -2.5, Math.ScaleB(1, smallest)]);
    }

    [Fact]
    public void ToDoubles_Integers_NamesTheTypes()
        => Should.Throw<InvalidDataException>(() => StoredTensor.Of<ushort>([1]).ToDoubles()).Message.ShouldBe(
            "The tensor holds U16; expected F16, BF16, F32 or F64.");

    [Fact]
    public void Read_NoMetadataOrNull_IsNone()
    {
        Read(Raw("""{"__metadata__":null,"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 42)).Metadata.ShouldBeEmpty();
        Read(Raw("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"__metadata__":null}""", 42))["a"].Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}""", "needs 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", "within 1 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", "in order")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2305843009213693952,8],"data_offsets":[0,0]}}""", "needs")]
    [InlineData(
        """{"a":{"dtype":"F64","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""",
        "needs")]
    [InlineData("""{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,1]}}""", "dtype X9")]
    [InlineData("""{"a":{"dtype":"3","shape":[1],"data_offsets":[0,1]}}""", "dtype 3")]
    [InlineData("""{"a":{"dtype":"U8,I8","shape":[1],"data_offsets":[0,1]}}""", "dtype U8,I8")]
    [InlineData("""{"a":{"dtype":"U8 ","shape":[1],"data_offsets":[0,1]}}""", "dtype U8 ;")]
    [InlineData("""{"a":{"dtype":"u8","shape":[1],"data_offsets":[0,1]}}""", "dtype u8")]
    [InlineData("""{"a":{"dtype":"Bool","shape":[1],"data_offsets":[0,1]}}""", "dtype Bool")]
    [InlineData("""{"a":{"dtype":"F8E4M3","shape":[1],"data_offsets":[0,1]}}""", "dtype F8E4M3")]
    [InlineData("""{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", "dtype F4")]
    [InlineData("""{"__metadata__":null,"__metadata__":null}""", "occurs twice")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,1]}}""", "incomplete")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", "key more")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "each once")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""",
        "occurs twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "overlap")]
    [InlineData("""{}""", "expected none")]
    [InlineData("""{"__metadata__":{"k":1}}""", "expected String")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "UTF-16")]
    [InlineData("""[]""", "expected StartObject")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} x""", "not valid JSON")]
    public void Read_HostileHeader_NamesFileByteAndFault(string header, string fault)
    {
        InvalidDataException error = Should.Throw<InvalidDataException>(() => Read(Raw(header, 42)));

        error.Message.ShouldStartWith("test.safetensors, byte ");
        error.Message.ShouldContain(fault);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(1000ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 63)]
    public void Read_ImpossibleHeaderLength_IsRefused(ulong length)
    {
        byte[] bytes = Raw(OneByte, 42);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain("header's length");
    }

    [Fact]
    public void Read_HoleBetweenTensors_IsRefused()
    {
        string header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""";

        Should.Throw<InvalidDataException>(() => Read(Raw(header, 1, 2, 3))).Message.ShouldContain("hole");
    }

    [Fact]
    public void Values_OtherType_NamesBoth()
    {
        StoredTensor tensor = StoredTensor.Of<float>([1f]);

        Should.Throw<InvalidDataException>(() => tensor.Values<double>()).Message.ShouldBe("The tensor holds F32; expected F64.");
        tensor.ToDoubles().ShouldBe([1.0]);
    }

    [Fact]
    public void Of_ShapeWithOtherCount_NamesBoth()
    {
        Should.Throw<ArgumentException>(() => StoredTensor.Of<float>([1f, 2f], 3)).Message.ShouldStartWith(
            "shape [3] holds 3 elements; values has 2.");
    }

    private static SafetensorsFile Example() => new()
    {
        Tensors =
        {
            ["weights"] = StoredTensor.Of<float>([1f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, -2.5f], 2, 3),
            ["moments"] = StoredTensor.Of<double>([Math.PI], 1),
            ["iteration"] = StoredTensor.Of<long>([long.MinValue]),
            ["key"] = StoredTensor.Of<ulong>([ulong.MaxValue]),
            ["small"] = StoredTensor.Of<int>([-1, 2]),
            ["bytes"] = StoredTensor.Of<byte>([7, 8, 9]),
            ["nothing"] = StoredTensor.Of<float>([], 0, 4),
        },
        Metadata = { ["note"] = "quotes \" and \n lines", ["learner"] = "MAML" },
    };

    private static byte[] Bytes(SafetensorsFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static SafetensorsFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SafetensorsFile.Read(stream, "test.safetensors");
    }

    private static byte[] Raw(string header, params ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }
}
