using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Xmrl.External.Protocol;

/// <summary>Sends requests and receives answers: frames of a header and a payload. Allocates only where its memory must grow.</summary>
/// <remarks>Header, 12 bytes: the letters XENV; version (1 byte); kind (1 byte); zero (2 bytes); length of the payload (4 bytes). All
/// numbers are little-endian. Reads no more than one answer and never more than is announced and allowed.</remarks>
/// <param name="output">Receives requests.</param>
/// <param name="input">Gives answers.</param>
internal sealed class FrameStream(Stream output, Stream input)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderLength = 12;

    /// <summary>Version of the protocol that is spoken here.</summary>
    public const byte Version = 1;

    /// <summary>The largest payload, in bytes.</summary>
    public const int LargestPayload = 64 << 20;

    private const int LargestText = 64 << 10;
    private const int ShownText = 120;

    private byte[] _request = new byte[4096];
    private byte[] _answer = new byte[4096];
    private int _requested;

    /// <summary>The letters at the beginning of a frame.</summary>
    public static ReadOnlySpan<byte> Magic => "XENV"u8;

    /// <summary>Begins a request.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <param name="length">Bytes of the payload, 0 … <see cref="LargestPayload"/>.</param>
    /// <returns>The payload, to be filled before <see cref="Send"/>.</returns>
    /// <exception cref="ProtocolException">The payload is too long.</exception>
    public Span<byte> Begin(FrameKind kind, long length)
    {
        if (length > LargestPayload)
        {
            throw new ProtocolException($"would be asked in a message of {length} bytes; a message has at most {LargestPayload}");
        }

        _requested = HeaderLength + (int)length;
        if (_request.Length < _requested)
        {
            _request = new byte[_requested];
        }

        Magic.CopyTo(_request);
        _request[4] = Version;
        _request[5] = (byte)kind;
        _request[6] = 0;
        _request[7] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(_request.AsSpan(8), (int)length);
        return _request.AsSpan(HeaderLength, (int)length);
    }

    /// <summary>Sends the request that was begun.</summary>
    /// <exception cref="IOException">The other side no longer reads.</exception>
    public void Send()
    {
        output.Write(_request, 0, _requested);
        output.Flush();
    }

    /// <summary>Waits for the answer.</summary>
    /// <param name="kind">Kind of the request.</param>
    /// <param name="expected">Bytes that its payload must have; negative where any number up to <see cref="LargestPayload"/> may
    /// come.</param>
    /// <returns>The payload; valid until the next call.</returns>
    /// <exception cref="ProtocolException">The answer does not follow the protocol, is a fault, or the stream ends.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public ReadOnlySpan<byte> Receive(FrameKind kind, int expected)
    {
        Require(HeaderLength + Math.Max(0, expected));
        int held = 0;
        while (held < HeaderLength)
        {
            held = Read(held, _answer.Length, HeaderLength);
            if (!Magic.StartsWith(_answer.AsSpan(0, Math.Min(held, Magic.Length))))
            {
                throw new ProtocolException($"wrote text where an answer was due: \"{Printable(_answer.AsSpan(0, held))}\"");
            }
        }

        int length = LengthOf(kind, expected);
        Require(HeaderLength + length);
        while (held < HeaderLength + length)
        {
            held = Read(held, _answer.Length, HeaderLength + length);
        }

        if (held > HeaderLength + length)
        {
            ReadOnlySpan<byte> surplus = _answer.AsSpan(HeaderLength + length, held - HeaderLength - length);
            throw new ProtocolException($"sent {surplus.Length} bytes more than its answer: \"{Printable(surplus)}\"");
        }

        return (FrameKind)_answer[5] == FrameKind.Fault
            ? throw new ProtocolException($"says: {Encoding.UTF8.GetString(_answer, HeaderLength, length)}")
            : _answer.AsSpan(HeaderLength, length);
    }

    /// <summary>The beginning of some bytes as text for a message.</summary>
    /// <param name="bytes">Anything.</param>
    /// <returns>At most 120 printable characters.</returns>
    internal static string Printable(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        foreach (char letter in Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ShownText)]))
        {
            text.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return text.ToString().Trim();
    }

    /// <summary>Reads once.</summary>
    /// <returns>How many bytes are held now.</returns>
    private int Read(int held, int limit, int needed)
    {
        int read = input.Read(_answer, held, limit - held);
        return read > 0
            ? held + read
            : throw new ProtocolException($"ended after {held} of {needed} bytes of its answer") { IsEnd = true };
    }

    /// <summary>Checks the header and gives the length of the payload.</summary>
    private int LengthOf(FrameKind kind, int expected)
    {
        if (_answer[4] != Version)
        {
            throw new ProtocolException($"speaks version {_answer[4]} of the protocol; this program speaks version {Version}");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_answer.AsSpan(8));
        byte found = _answer[5];
        if (found == (byte)FrameKind.Fault)
        {
            return length <= LargestText
                ? (int)length
                : throw new ProtocolException($"announces a fault of {length} bytes; at most {LargestText} are allowed");
        }

        if (found != (byte)(kind | FrameKind.Answer) || _answer[6] != 0 || _answer[7] != 0)
        {
            throw new ProtocolException(string.Create(
                CultureInfo.InvariantCulture,
                $"answered {kind} with a frame of kind 0x{found:X2}; 0x{(byte)(kind | FrameKind.Answer):X2} and two zeros expected"));
        }

        if (length > LargestPayload || (expected >= 0 && length != expected))
        {
            throw new ProtocolException(
                $"answered {kind} with {length} bytes; {(expected >= 0 ? $"{expected}" : $"at most {LargestPayload}")} expected");
        }

        return (int)length;
    }

    private void Require(int length)
    {
        if (_answer.Length < length)
        {
            Array.Resize(ref _answer, length);
        }
    }
}
