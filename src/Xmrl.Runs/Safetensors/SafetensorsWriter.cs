using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Xmrl.Runs.Safetensors;

/// <summary>Lays out header and data of a safetensors file.</summary>
internal static class SafetensorsWriter
{
    internal const string MetadataName = "__metadata__";
    internal const int Alignment = 8;
    internal static readonly string EmptyHash = new('0', 2 * SHA256.HashSizeInBytes);

    internal static void Write(SafetensorsFile file, Stream stream)
    {
        byte[] header = Header(file);
        int hashAt = header.AsSpan().IndexOf(HashField()) + HashField().Length;
        Encoding.ASCII.GetBytes(
            Hash(header, file.Tensors.Values.Select(tensor => (ReadOnlyMemory<byte>)tensor.Storage)), header.AsSpan(hashAt));

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (StoredTensor tensor in file.Tensors.Values)
        {
            stream.Write(tensor.Bytes);
        }
    }

    /// <summary>What precedes the hash's digits in a header that this writer made.</summary>
    internal static byte[] HashField() => Encoding.ASCII.GetBytes($"\"{SafetensorsFile.HashKey}\":\"");

    /// <summary>SHA-256 over a header whose hash digits are zeros, and the data.</summary>
    internal static string Hash(byte[] header, IEnumerable<ReadOnlyMemory<byte>> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (ReadOnlyMemory<byte> part in data)
        {
            hash.AppendData(part.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Header(SafetensorsFile file)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(file, json);
            long offset = 0;
            foreach ((string name, StoredTensor tensor) in file.Tensors)
            {
                if (name.Length == 0 || name == MetadataName)
                {
                    throw new InvalidOperationException(
                        $"A tensor is named '{name}'; expected a name that is neither empty nor {MetadataName}.");
                }

                json.WriteStartObject(name);
                json.WriteString("dtype", TensorTypes.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (long axis in tensor.Shape)
                {
                    json.WriteNumberValue(axis);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.Bytes.Length;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteMetadata(SafetensorsFile file, Utf8JsonWriter json)
    {
        // The hash comes first, so that its field cannot be mistaken for text inside another entry.
        json.WriteStartObject(MetadataName);
        json.WriteString(SafetensorsFile.HashKey, EmptyHash);
        foreach ((string key, string value) in file.Metadata)
        {
            if (key == SafetensorsFile.HashKey)
            {
                throw new InvalidOperationException($"Metadata key {key} is reserved for the writer.");
            }

            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
