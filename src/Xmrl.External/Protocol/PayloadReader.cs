using System.Buffers.Binary;
using System.Text;

namespace Xmrl.External.Protocol;

/// <summary>Reads a payload from front to back and never beyond its end.</summary>
/// <param name="bytes">The payload.</param>
internal ref struct PayloadReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _bytes.Length - _position;

    /// <summary>A number of one byte.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ProtocolException">The payload ends before it does.</exception>
    public byte Byte(string what) => Take(1, what)[0];

    /// <summary>A number of two bytes.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ProtocolException">The payload ends before it does.</exception>
    public int Short(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), what));

    /// <summary>A number of four bytes in a range.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="low">The least that is allowed.</param>
    /// <param name="high">The most that is allowed.</param>
    /// <exception cref="ProtocolException">The payload ends before it does, or it is out of range.</exception>
    public int Integer(string what, int low, int high)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), what));
        return value >= low && value <= high
            ? (int)value
            : throw new ProtocolException($"announces {what} of {value}; {low} to {high} are allowed");
    }

    /// <summary>A float, also not finite.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ProtocolException">The payload ends before it does.</exception>
    public float Float(string what) => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float), what));

    /// <summary>A finite double.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ProtocolException">The payload ends before it does, or it is not finite.</exception>
    public double Finite(string what)
    {
        double value = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double), what));
        return double.IsFinite(value) ? value : throw new ProtocolException($"announces {what} of {value}; a finite number expected");
    }

    /// <summary>A text of 1 to 200 bytes in UTF-8 without control characters, after its length of two bytes.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ProtocolException">The payload ends before it does, or it is no such text.</exception>
    public string Text(string what)
    {
        const int longest = 200;
        int length = Short($"the length of {what}");
        if (length is 0 or > longest)
        {
            throw new ProtocolException($"announces {what} of {length} bytes; 1 to {longest} are allowed");
        }

        ReadOnlySpan<byte> letters = Take(length, what);
        try
        {
            string text = s_strict.GetString(letters);
            return text.Any(char.IsControl) ? throw new ProtocolException($"announces {what} with control characters") : text;
        }
        catch (DecoderFallbackException)
        {
            throw new ProtocolException($"announces {what} that is not UTF-8");
        }
    }

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (Left < count)
        {
            throw new ProtocolException($"sent an announcement that ends at byte {_bytes.Length}, before {what}");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}
