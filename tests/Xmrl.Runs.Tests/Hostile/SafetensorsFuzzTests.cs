using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Tests.Hostile;

public sealed partial class SafetensorsFuzzTests : IDisposable
{
    private const int Cases = 30_000;
    private const int CheckpointCases = 8_000;
    private const string Name = "test.safetensors";

    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\\u0000", "null", "true", "__metadata__", SafetensorsFile.HashKey, "dtype",
        "shape", "data_offsets",
        "F32", "F64", "F16", "BOOL", "U8", "I64", "f32", "3", "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
        "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
        "../../a", "\u0001", "/*", "//", " ",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_HostileFiles_RefusesWithFileAndByte()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget { Name = "safetensors", Corpus = Corpus(), Tokens = s_tokens, Fault = Fault, Read = ReadAndRewrite },
            Cases,
            seed: 1);

        // Both answers are met often, so that neither is untested.
        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 2);
    }

    [Fact]
    public void LoadLatest_HostileNewestCheckpoint_TakesItOrTheOneBefore()
    {
        var store = new CheckpointStore(_folder["checkpoints"]);
        store.Save(1, new SafetensorsFile { Tensors = { ["theta"] = StoredTensor.Of<double>([1.0]) } });

        (_, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "checkpoints",
                Corpus = Corpus(),
                Tokens = s_tokens,
                Fault = static error => "no checkpoint was found, and one is whole",
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(store.PathOf(2), bytes);
                    store.LoadLatest(NullLogger.Instance)!.Value.Iteration.ShouldBeOneOf(1, 2);
                },
            },
            CheckpointCases,
            seed: 2);

        refused.ShouldBe(0);
        Directory.EnumerateFileSystemEntries(_folder.FullPath, "*", SearchOption.AllDirectories)
            .Count()
            .ShouldBe(3, "Reading writes nothing.");
    }

    [Fact]
    public void Write_RandomContent_ReadsBackAlike()
    {
        const int Rounds = 500;
        for (int round = 0; round < Rounds; round++)
        {
            SafetensorsFile file = Random(new Mutator((ulong)round));

            SafetensorsFile back = Read(Bytes(file));

            back.Metadata.ShouldBe(file.Metadata, $"round {round}");
            back.Tensors.Keys.ShouldBe(file.Tensors.Keys, $"round {round}");
            foreach ((string name, StoredTensor tensor) in file.Tensors)
            {
                (back[name].Type, back[name].Bytes.SequenceEqual(tensor.Bytes), back[name].Shape.SequenceEqual(tensor.Shape))
                    .ShouldBe((tensor.Type, true, true), $"round {round}, {name}");
            }
        }
    }

    /// <summary>What is accepted means the same after it is written again.</summary>
    private static void ReadAndRewrite(byte[] bytes)
    {
        SafetensorsFile file = Read(bytes);
        byte[] again = Bytes(file);
        if (!Bytes(Read(again)).AsSpan().SequenceEqual(again))
        {
            throw new InvalidOperationException("A second reading gives another content.");
        }
    }

    private static string? Fault(Exception error) => error is not InvalidDataException ? "an exception that is not documented"
        : Place().IsMatch(error.Message) ? null
        : "a message without file and byte";

    private static List<byte[]> Corpus()
    {
        var full = new SafetensorsFile
        {
            Tensors =
            {
                ["weights"] = StoredTensor.Of<float>([1f, float.NaN, -2.5f, 0f, 1e-40f, 3f], 2, 3),
                ["moments"] = StoredTensor.Of<double>([Math.PI], 1),
                ["key"] = StoredTensor.Of<ulong>([ulong.MaxValue]),
                ["nothing"] = StoredTensor.Of<float>([], 0, 4),
            },
            Metadata = { ["note"] = "quotes \" and \n lines", ["learner"] = "MAML" },
        };
        return
        [
            Bytes(full),
            Bytes(new SafetensorsFile()),
            Raw("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"k":"v"}}""", 1, 2, 3, 4, 5, 6, 7, 8),
            Raw(
                """{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"shape":[],"data_offsets":[1,5],"dtype":"I32"}}   """,
                1, 2, 3, 4, 5),
        ];
    }

    private static SafetensorsFile Random(Mutator random)
    {
        var file = new SafetensorsFile();
        for (int count = random.Below(5); count > 0; count--)
        {
            string name = Text(random) + "x";
            int[] shape = [.. Enumerable.Range(0, random.Below(4)).Select(_ => random.Below(4))];
            int length = shape.Length == 0 ? random.Below(9) : shape.Aggregate(1, static (product, axis) => product * axis);
            byte[] bytes = [.. Enumerable.Range(0, length * sizeof(double)).Select(_ => (byte)random.Below(256))];
            file.Tensors[name] = random.Below(2) == 0
                ? StoredTensor.Of<double>(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes), shape)
                : StoredTensor.Of<byte>(bytes.AsSpan(0, length), shape);
            file.Metadata["k" + Text(random)] = Text(random);
        }

        return file;
    }

    private static string Text(Mutator random)
        => string.Concat(
            Enumerable.Range(0, random.Below(6))
                .Select(_ => random.Pick(["a", "\"", "\\", "\n", "\0", "ä", "😀", "../", "xmrl.sha256", " ", "\u2028"])));

    private static byte[] Bytes(SafetensorsFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static SafetensorsFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return SafetensorsFile.Read(stream, Name);
    }

    private static byte[] Raw(string header, params ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }

    [GeneratedRegex(@"\Atest\.safetensors, byte \d+: .+\.\z", RegexOptions.Singleline)]
    private static partial Regex Place();
}
