using System.Buffers.Binary;
using System.Numerics;

namespace Xmrl.Runs.TensorBoard;

/// <summary>The checksum of record files: CRC-32C (Castagnoli), rotated and shifted so that the checksum of data which holds checksums is
/// not degenerate.</summary>
/// <seealso href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">TFRecords format details.</seealso>
internal static class MaskedCrc
{
    private const uint Mask = 0xA282EAD8;

    internal static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte rest in data)
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + Mask);
    }
}
