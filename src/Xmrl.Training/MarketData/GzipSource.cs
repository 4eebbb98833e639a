namespace Xmrl.Training.MarketData;

/// <summary>The bytes of a gzip file, given out one at a time, so that who unpacks them never takes more than it uses.</summary>
/// <param name="file">The file, at its first byte; it stays open.</param>
internal sealed class GzipSource(Stream file) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _filled;
    private long _position;

    /// <summary>Whether somebody asked for more than there is.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Number of bytes given out.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <summary>The exception for a file that is cut.</summary>
    public GzipException EndsEarly() => new($"the gzip stream ends early at byte {Position}: the file is cut");

    /// <summary>Reads as many bytes as the destination has.</summary>
    /// <param name="destination">Receives them.</param>
    /// <exception cref="GzipException">There are fewer.</exception>
    public void Fill(Span<byte> destination)
    {
        foreach (ref byte one in destination)
        {
            int next = ReadByte();
            one = next < 0 ? throw EndsEarly() : (byte)next;
        }
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Span<byte> one = [0];
        return Read(one) == 0 ? -1 : one[0];
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Gives out one byte, or none at the end.</summary>
    /// <param name="buffer">Receives it.</param>
    /// <returns>1, or 0 at the end and for an empty buffer.</returns>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_next == _filled)
        {
            _next = 0;
            _filled = file.Read(_buffer);
            if (_filled == 0)
            {
                HasEnded = true;
                return 0;
            }
        }

        buffer[0] = _buffer[_next++];
        _position++;
        return 1;
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
}
