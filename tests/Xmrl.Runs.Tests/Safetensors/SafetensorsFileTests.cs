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

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}""", "needs 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", "within 1 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", "in order")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2305843009213693952,8],"data_offsets":[0,0]}}""", "needs")]
    [InlineData("""{"a":{"dtype":"F64","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", "needs")]
    [InlineData("""{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,1]}}""", "dtype X9")]
    [InlineData("""{"a":{"dtype":"3","shape":[1],"data_offsets":[0,1]}}""", "dtype 3")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,1]}}""", "incomplete")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", "key more")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "each once")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "occurs twice")]
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
        Should.Throw<ArgumentException>(() => StoredTensor.Of<float>([1f, 2f], 3)).Message.ShouldStartWith("shape [3] holds 3 elements; values has 2.");
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
