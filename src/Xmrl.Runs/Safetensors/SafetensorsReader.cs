using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Xmrl.Runs.Safetensors;

/// <summary>Reads a safetensors file that anybody may have written: every length is checked before it is used.</summary>
internal sealed class SafetensorsReader(string file)
{
    /// <summary>Longest header accepted, as in the reference implementation.</summary>
    internal const long HeaderLimit = 100_000_000;

    private const int AxisLimit = 32;
    private const int BlockLength = 1 << 18;

    internal SafetensorsFile Read(Stream stream)
    {
        long length = stream.Length;
        if (length < sizeof(ulong))
        {
            throw Invalid(0, $"the file has {length} bytes; expected at least {sizeof(ulong)}");
        }

        stream.Position = 0;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong headerLimit = (ulong)Math.Min(HeaderLimit, length - sizeof(ulong));
        if (headerLength < 2 || headerLength > headerLimit)
        {
            throw Invalid(0, $"the header's length is {headerLength}; expected 2 to {headerLimit}");
        }

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        if (!Utf8.IsValid(header))
        {
            throw Invalid(sizeof(ulong), "the header is not UTF-8");
        }

        long dataStart = sizeof(ulong) + header.Length;
        var content = new SafetensorsFile();
        List<Entry> entries = ReadHeader(header, length - dataStart, content.Metadata);
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long expected = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Begin != expected)
            {
                throw Invalid(
                    dataStart + entry.Begin,
                    $"tensor {entry.Name} begins at data byte {entry.Begin}; expected {expected}, without overlap or hole");
            }

            expected = entry.End;
        }

        if (dataStart + expected != length)
        {
            throw Invalid(dataStart + expected, $"{length - dataStart - expected} bytes follow the last tensor; expected none");
        }

        // Before there is memory for the data: a damaged file, or one of zeros that has no size on the disk, costs none.
        VerifyHash(content, header, stream);
        stream.Position = dataStart;
        foreach (Entry entry in entries)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            content.Tensors.Add(entry.Name, new StoredTensor(entry.Type, entry.Shape, bytes));
        }

        return content;
    }

    private void VerifyHash(SafetensorsFile content, byte[] header, Stream data)
    {
        if (!content.Metadata.Remove(SafetensorsFile.HashKey, out string? stored))
        {
            return;
        }

        byte[] field = SafetensorsWriter.HashField();
        int at = header.AsSpan().IndexOf(field);
        if (at < 0 || stored.Length != SafetensorsWriter.EmptyHash.Length || at + field.Length + stored.Length > header.Length)
        {
            throw Invalid(sizeof(ulong), $"metadata {SafetensorsFile.HashKey} is not a SHA-256 in hexadecimal digits");
        }

        Encoding.ASCII.GetBytes(SafetensorsWriter.EmptyHash, header.AsSpan(at + field.Length));
        string found = SafetensorsWriter.Hash(header, Blocks(data));
        if (found != stored)
        {
            throw Invalid(sizeof(ulong) + at, $"the content's SHA-256 is {found}; expected {stored}: the file is damaged");
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Blocks(Stream stream)
    {
        byte[] block = new byte[BlockLength];
        int count;
        while ((count = stream.Read(block)) > 0)
        {
            yield return block.AsMemory(0, count);
        }
    }

    private List<Entry> ReadHeader(byte[] header, long dataLength, SortedDictionary<string, string> metadata)
    {
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            Next(ref json, JsonTokenType.StartObject);
            while (NextName(ref json, out string name))
            {
                if (!names.Add(name))
                {
                    throw Invalid(At(ref json), $"the name {name} occurs twice");
                }

                if (name == SafetensorsWriter.MetadataName)
                {
                    ReadMetadata(ref json, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(ref json, name, dataLength));
                }
            }

            if (json.Read())
            {
                throw Invalid(At(ref json), "something follows the header's closing brace");
            }
        }
        catch (JsonException error)
        {
            throw Invalid(At(ref json), "the header is not valid JSON", error);
        }

        return entries;
    }

    private void ReadMetadata(ref Utf8JsonReader json, SortedDictionary<string, string> metadata)
    {
        Utf8JsonReader value = json;
        if (value.Read() && value.TokenType == JsonTokenType.Null)
        {
            // The reference implementation takes null for none.
            json = value;
            return;
        }

        Next(ref json, JsonTokenType.StartObject);
        while (NextName(ref json, out string key))
        {
            Next(ref json, JsonTokenType.String);
            if (!metadata.TryAdd(key, Text(ref json)))
            {
                throw Invalid(At(ref json), $"the metadata key {key} occurs twice");
            }
        }
    }

    private Entry ReadEntry(ref Utf8JsonReader json, string name, long dataLength)
    {
        long start = At(ref json);
        TensorType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Next(ref json, JsonTokenType.StartObject);
        while (NextName(ref json, out string key))
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Next(ref json, JsonTokenType.String);
                    type = Type(ref json, name);
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref json, AxisLimit);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref json, 2);
                    break;
                default:
                    throw Invalid(At(ref json), $"tensor {name} has the key {key}; expected dtype, shape and data_offsets, each once");
            }
        }

        if (type is null || shape is null || offsets is not { Count: 2 })
        {
            throw Invalid(start, $"tensor {name} is incomplete; expected dtype, shape and data_offsets with two numbers");
        }

        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end || end > dataLength)
        {
            throw Invalid(
                start, $"tensor {name} has data_offsets [{begin}, {end}]; expected them in order and within {dataLength} bytes of data");
        }

        UInt128 size = (UInt128)TensorTypes.SizeOf(type.Value);
        foreach (long axis in shape)
        {
            // A zero anywhere makes the tensor empty, so the product may only stop early when no axis is zero.
            size = size > long.MaxValue ? size : size * (UInt128)axis;
        }

        size = shape.Contains(0) ? 0 : size;
        if (size != (UInt128)(end - begin) || size > (UInt128)Array.MaxLength)
        {
            throw Invalid(
                start,
                $"tensor {name} has {end - begin} bytes; its shape [{string.Join(", ", shape)}] of {TensorTypes.NameOf(type.Value)} "
                    + $"needs {size}, and at most {Array.MaxLength} are read");
        }

        return new Entry(name, type.Value, [.. shape], begin, end);
    }

    private TensorType Type(ref Utf8JsonReader json, string name)
    {
        string text = Text(ref json);
        return TensorTypes.TryGet(text, out TensorType type)
            ? type
            : throw Invalid(At(ref json), $"tensor {name} has dtype {text}; expected {TensorTypes.Known}");
    }

    private List<long> Numbers(ref Utf8JsonReader json, int limit)
    {
        var numbers = new List<long>();
        Next(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
            {
                throw Invalid(At(ref json), "an array holds something that is not a whole number from 0 to 2^63 - 1");
            }

            if (numbers.Count == limit)
            {
                throw Invalid(At(ref json), $"an array is longer than {limit}");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private void Next(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (!json.Read() || json.TokenType != expected)
        {
            throw Invalid(At(ref json), $"the header has {json.TokenType}; expected {expected}");
        }
    }

    private bool NextName(ref Utf8JsonReader json, out string name)
    {
        name = "";
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = Text(ref json);
        return true;
    }

    private string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException error)
        {
            // GetString reports half a surrogate pair this way.
            throw Invalid(At(ref json), "a text is not valid UTF-16", error);
        }
    }

    private static long At(ref Utf8JsonReader json) => sizeof(ulong) + json.TokenStartIndex;

    private InvalidDataException Invalid(long position, string what, Exception? inner = null) =>
        new($"{file}, byte {position}: {what}.", inner);

    private readonly record struct Entry(string Name, TensorType Type, ImmutableArray<long> Shape, long Begin, long End);
}
