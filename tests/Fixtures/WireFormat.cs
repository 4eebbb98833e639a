using System.Buffers.Binary;

namespace Xmrl.Fixtures;

/// <summary>The wire format of protocol buffers, read from its published description and without the library that wrote it.</summary>
/// <seealso href="https://protobuf.dev/programming-guides/encoding/">Encoding.</seealso>
internal static class WireFormat
{
    /// <summary>The fields of a message in order: number, wire type, and the value's bytes (a varint as eight little-endian
    /// bytes).</summary>
    public static List<(int Number, int Type, byte[] Value)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, int, byte[])>();
        while (!message.IsEmpty)
        {
            ulong key = Varint(ref message);
            int type = (int)(key & 7);
            int length = type switch
            {
                0 => 0,
                1 => 8,
                2 => (int)Varint(ref message),
                5 => 4,
                _ => throw new InvalidDataException($"wire type {type}"),
            };
            byte[] value = new byte[sizeof(ulong)];
            if (type == 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(value, Varint(ref message));
            }
            else
            {
                value = message[..length].ToArray();
                message = message[length..];
            }

            fields.Add(((int)(key >> 3), type, value));
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
