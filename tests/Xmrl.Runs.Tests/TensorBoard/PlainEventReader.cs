using System.Buffers.Binary;
using System.Text;
using Xmrl.Fixtures;

namespace Xmrl.Runs.Tests.TensorBoard;

/// <summary>Reads an event file by its published format and nothing of ours: framing, checksum bit by bit, messages by hand.</summary>
internal static class PlainEventReader
{
    public static List<(double WallTime, long Step, string? Version, List<(string Tag, float Value)> Values)> Read(byte[] file)
    {
        var events = new List<(double, long, string?, List<(string, float)>)>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8))
                .ShouldBe(Masked(file.AsSpan(at, 8)), $"checksum of the length at byte {at}");
            ReadOnlySpan<byte> data = file.AsSpan(at + 12, length);
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length))
                .ShouldBe(Masked(data), $"checksum of the data at byte {at}");
            events.Add(Event(data));
            at += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C, reflected, polynomial 0x1EDC6F41, one bit at a time.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return crc ^ 0xFFFFFFFF;
    }

    public static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static (double WallTime, long Step, string? Version, List<(string Tag, float Value)> Values) Event(ReadOnlySpan<byte> message)
    {
        double time = 0;
        long step = 0;
        string? version = null;
        var values = new List<(string, float)>();
        foreach ((int number, int type, byte[] value) in WireFormat.Fields(message))
        {
            switch (number, type)
            {
                case (1, 1): time = BinaryPrimitives.ReadDoubleLittleEndian(value); break;
                case (2, 0): step = BinaryPrimitives.ReadInt64LittleEndian(value); break;
                case (3, 2): version = Encoding.UTF8.GetString(value); break;
                case (5, 2): values.AddRange(WireFormat.Fields(value).Select(field => Scalar(field.Value))); break;
                default: throw new InvalidDataException($"field {number} of type {type}");
            }
        }

        return (time, step, version, values);
    }

    private static (string Tag, float Value) Scalar(byte[] message)
    {
        List<(int Number, int Type, byte[] Value)> fields = WireFormat.Fields(message);
        fields.Select(static field => (field.Number, field.Type)).ShouldBe([(1, 2), (2, 5)]);
        return (Encoding.UTF8.GetString(fields[0].Value), BinaryPrimitives.ReadSingleLittleEndian(fields[1].Value));
    }
}
