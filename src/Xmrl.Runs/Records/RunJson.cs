using System.Text.Json;
using System.Text.Json.Serialization;
using Xmrl.Runs.Files;
using Xmrl.Runs.Json;

namespace Xmrl.Runs.Records;

/// <summary>How every JSON file of a run directory is written: camelCase, indented, enumerations by name, NaN and infinities as
/// text.</summary>
internal static class RunJson
{
    /// <summary>Largest JSON file that is read where no other limit is named, in bytes: several times what the largest configuration can
    /// fill.</summary>
    public const long SizeLimit = 1L << 26;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Writes a value atomically.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="path">File to create or replace.</param>
    /// <param name="value">What to write.</param>
    public static void Write<T>(string path, T value) => RunFiles.Write(path, stream => Write(stream, value));

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes that it may have.</param>
    /// <returns>The value; neither it nor an element of a list in it is null.</returns>
    /// <exception cref="InvalidDataException">The file is too large or does not hold a <typeparamref name="T"/>; the message names file and
    /// line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string path, long limit = SizeLimit)
    {
        byte[] file = Bytes(path, limit);
        try
        {
            return JsonSerializer.Deserialize<T>(file.AsSpan(file.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0), Options)
                ?? throw new InvalidDataException($"{path}, line 1: found null; expected {typeof(T).Name}.");
        }
        catch (NullElementException error)
        {
            string place = $"{path}, line {(error.LineNumber ?? 0) + 1}: {error.Path ?? "$"}";
            throw new InvalidDataException($"{place} holds null; expected records, lists or texts.", error);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{path}, line {(error.LineNumber ?? 0) + 1}: not a valid {typeof(T).Name} ({error.Path ?? "$"}).", error);
        }
    }

    internal static void Write<T>(Stream stream, T value)
    {
        JsonSerializer.Serialize(stream, value, Options);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The whole file: the serializer's reader of streams loses nullable structs that lie on two of its blocks.</summary>
    private static byte[] Bytes(string path, long limit)
    {
        using FileStream stream = RunFiles.OpenRead(path, limit);
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters = { new NamedEnumConverter() },
            TypeInfoResolver = NullElements.Resolver,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
