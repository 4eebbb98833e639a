using System.Buffers.Binary;

namespace Xmrl.Runs.TensorBoard;

/// <summary>Framing of record files: length (8 bytes), its checksum (4), the data, their checksum (4); all little-endian.</summary>
internal static class RecordStream
{
    /// <summary>Longest record that is read or written, in bytes: far above an event with thousands of scalars.</summary>
    internal const int LengthLimit = 1 << 22;

    private const int HeadLength = sizeof(ulong) + sizeof(uint);

    /// <summary>Appends a record in one write, so that a reader never sees two halves of different age.</summary>
    internal static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        if (data.Length > LengthLimit)
        {
            throw new ArgumentException($"data has {data.Length} bytes; expected at most {LengthLimit}.", nameof(data));
        }

        byte[] record = new byte[HeadLength + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedCrc.Of(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadLength + data.Length), MaskedCrc.Of(data));
        stream.Write(record);
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="stream">At the start of a record; can seek.</param>
    /// <param name="data">The data, or null where the file ends: after a whole record, or within one that its writer has not
    /// finished.</param>
    /// <returns>What is wrong, or null.</returns>
    internal static string? TryRead(Stream stream, out byte[]? data)
    {
        data = null;
        Span<byte> head = stackalloc byte[HeadLength];
        if (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength)
        {
            return null;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[sizeof(ulong)..]) != MaskedCrc.Of(head[..sizeof(ulong)]))
        {
            return "the checksum of a record's length is wrong";
        }

        if (length > LengthLimit)
        {
            return $"a record has {length} bytes; expected at most {LengthLimit}";
        }

        if (stream.Length - stream.Position < (long)length + sizeof(uint))
        {
            return null;
        }

        byte[] found = new byte[(int)length + sizeof(uint)];
        if (stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) < found.Length)
        {
            return null;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan((int)length)) != MaskedCrc.Of(found.AsSpan(0, (int)length)))
        {
            return "the checksum of a record's data is wrong";
        }

        data = found[..(int)length];
        return null;
    }
}
