using PureHDF.Filters;

namespace Xmrl.Offline.Hdf5;

/// <summary>Unpacks the compression lzf, which h5py writes.</summary>
/// <seealso href="https://github.com/h5py/h5py/blob/master/lzf/README.txt">Filter 32000: literal runs, and copies from what was unpacked.
/// </seealso>
internal sealed class LzfFilter : IH5Filter
{
    private const int LongCopy = 7;

    /// <inheritdoc/>
    public ushort FilterId => 32_000;

    /// <inheritdoc/>
    public string Name => "lzf";

    /// <inheritdoc/>
    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options)
        => throw new NotSupportedException("lzf is read, not written.");

    /// <inheritdoc/>
    public Memory<byte> Filter(FilterInfo info)
    {
        // A chunk that does not shrink is stored as it is, marked as not filtered, which the reader does not look at.
        if (info.Buffer.Length == info.ChunkSize)
        {
            return info.Buffer;
        }

        byte[] unpacked = new byte[info.ChunkSize];
        int length = Unpack(info.Buffer.Span, unpacked);
        return unpacked.AsMemory(0, length);
    }

    /// <summary>Unpacks.</summary>
    /// <param name="packed">Runs and copies.</param>
    /// <param name="unpacked">Receives the bytes.</param>
    /// <returns>How many.</returns>
    /// <exception cref="InvalidDataException">The bytes are not valid, or unpack to more.</exception>
    internal static int Unpack(ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        (int at, int to) = (0, 0);
        while (at < packed.Length)
        {
            int control = packed[at++];
            if (control < 32)
            {
                int run = control + 1;
                if (at + run > packed.Length || to + run > unpacked.Length)
                {
                    throw Damaged();
                }

                packed.Slice(at, run).CopyTo(unpacked[to..]);
                (at, to) = (at + run, to + run);
                continue;
            }

            int length = control >> 5;
            if (length == LongCopy)
            {
                length += at < packed.Length ? packed[at++] : throw Damaged();
            }

            int from = at < packed.Length ? to - ((control & 31) << 8) - packed[at++] - 1 : throw Damaged();
            length += 2;
            if (from < 0 || to + length > unpacked.Length)
            {
                throw Damaged();
            }

            // A copy may reach into itself, which repeats.
            for (int i = 0; i < length; i++)
            {
                unpacked[to++] = unpacked[from++];
            }
        }

        return to;

        static InvalidDataException Damaged() => new("a chunk that lzf compressed is damaged");
    }
}
