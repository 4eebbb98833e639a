using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Xmrl.Training.MarketData;

/// <summary>Unpacks a gzip file and checks it to its last byte: headers, compressed data, and the CRC-32 and length of every
/// member.</summary>
/// <remarks>
/// The framework's reader takes a stream that was cut for a whole one. Here the compressed data are handed over byte by byte,
/// so that it is known where they end, and what stands around them is read as RFC 1952 says. Zeros after the last member are padding;
/// anything else there is a fault.
/// </remarks>
/// <param name="file">The file, at its first byte; it stays open.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952, GZIP file format specification.</seealso>
internal sealed class GzipReader(Stream file) : Stream
{
    private const int TrailerSize = 8;
    private const byte Deflate = 8;

    private readonly GzipSource _source = new(file);
    private readonly Crc32 _crc = new();
    private DeflateStream? _member;
    private long _begin;
    private uint _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Unpacks the next bytes.</summary>
    /// <param name="buffer">Receives them.</param>
    /// <returns>Their number; 0 at the end, when all of the file has been checked.</returns>
    /// <exception cref="GzipException">The file is cut or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0 && (_member is not null || Begin()))
        {
            int count = Unpack(buffer);
            if (count > 0)
            {
                _crc.Append(buffer[..count]);
                _length = unchecked(_length + (uint)count);
                return count;
            }

            End();
        }

        return 0;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _member!.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw _source.HasEnded
                ? _source.EndsEarly()
                : new GzipException($"the gzip stream is damaged at byte {_source.Position}", error);
        }

        return count == 0 && _source.HasEnded ? throw _source.EndsEarly() : count;
    }

    /// <summary>Reads the header of the next member.</summary>
    /// <returns>Whether there is one.</returns>
    private bool Begin()
    {
        bool isFirst = _source.Position == 0;
        int first = _source.ReadByte();
        while (first == 0 && !isFirst)
        {
            first = _source.ReadByte();
        }

        if (first < 0)
        {
            return false;
        }

        _begin = _source.Position - 1;
        if (first != 0x1f)
        {
            throw new GzipException($"what follows the gzip stream from byte {_begin} on is not part of it");
        }

        Span<byte> fixedPart = [0x1f, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        _source.Fill(fixedPart[1..]);
        byte flags = fixedPart[3];
        if (fixedPart[1] != 0x8b || fixedPart[2] != Deflate || (flags & 0xe0) != 0)
        {
            throw new GzipException($"the gzip stream is damaged in the header at byte {_begin}");
        }

        _crc.Reset();
        _crc.Append(fixedPart);
        SkipOptionalParts(flags);
        _crc.Reset();
        _length = 0;
        _member = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    /// <summary>Extra field, name, comment and the header's own checksum, each there if its flag is set.</summary>
    private void SkipOptionalParts(byte flags)
    {
        Span<byte> two = stackalloc byte[2];
        if ((flags & 4) != 0)
        {
            _source.Fill(two);
            _crc.Append(two);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(two); left > 0; left--)
            {
                _ = Next();
            }
        }

        for (int flag = 8; flag <= 8 << 1; flag <<= 1)
        {
            while ((flags & flag) != 0 && Next() != 0)
            {
                // A text that ends in a zero.
            }
        }

        if ((flags & 2) != 0)
        {
            uint counted = _crc.GetCurrentHashAsUInt32() & 0xffff;
            _source.Fill(two);
            if (BinaryPrimitives.ReadUInt16LittleEndian(two) != counted)
            {
                throw new GzipException($"the gzip stream has a wrong checksum in the header at byte {_begin}");
            }
        }

        byte Next()
        {
            Span<byte> one = [0];
            _source.Fill(one);
            _crc.Append(one);
            return one[0];
        }
    }

    /// <summary>Compares the trailer with what was unpacked.</summary>
    private void End()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[TrailerSize];
        _source.Fill(trailer);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]);
        uint counted = _crc.GetCurrentHashAsUInt32();
        string member = $"the gzip stream from byte {_begin} to {_source.Position} is damaged";
        if (stored != counted)
        {
            throw new GzipException($"{member}: its CRC-32 is {counted:x8}, {stored:x8} is stored");
        }

        if (length != _length)
        {
            throw new GzipException($"{member}: it unpacks to {_length} bytes, {length} is stored (both modulo 2^32)");
        }
    }
}
