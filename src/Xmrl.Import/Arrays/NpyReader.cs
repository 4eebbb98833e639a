using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Xmrl.Import.Arrays;

/// <summary>Reads an array in NumPy's format .npy, versions 1 to 3: little-endian numbers of 32 or 64 bits, or bytes, in row-major
/// order.</summary>
/// <remarks>Every length is checked before it is used; the header is compared with the one form that NumPy writes, not evaluated.</remarks>
/// <seealso href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The file format.</seealso>
internal static partial class NpyReader
{
    private const int MagicLength = 6;
    private const int HeaderLimit = 1 << 16;
    private const int AxisLimit = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The array.</returns>
    /// <exception cref="InvalidDataException">The content is not valid, or of a kind that is not read; the message names the file.
    /// </exception>
    public static NumpyArray Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < MagicLength + 4 || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException($"{name} is no array in the format .npy: it does not begin as one.");
        }

        int version = bytes[MagicLength];
        int lengthSize = version == 1 ? sizeof(ushort) : sizeof(uint);
        int start = MagicLength + 2 + lengthSize;
        if (version is < 1 or > 3 || bytes.Length < start)
        {
            throw new InvalidDataException($"{name} has version {version} of the format .npy; expected 1 to 3 with a header.");
        }

        uint length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(MagicLength + 2)..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(MagicLength + 2)..]);
        if (length > HeaderLimit || length > bytes.Length - start)
        {
            throw new InvalidDataException(
                $"{name} says that its header has {length} bytes; expected at most {Math.Min(HeaderLimit, bytes.Length - start)}.");
        }

        string header = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));
        return Content(header, bytes[(start + (int)length)..], name);
    }

    private static NumpyArray Content(string header, ReadOnlySpan<byte> data, string name)
    {
        Match match = Header().Match(header);
        if (!match.Success)
        {
            throw new InvalidDataException(
                $"{name} has the header {Shown(header)}; expected a dictionary of descr, fortran_order and shape.");
        }

        string type = match.Groups["type"].Value;
        int size = type switch
        {
            "<f4" or "<i4" => sizeof(float),
            "<f8" or "<i8" => sizeof(double),
            "|b1" or "|u1" => 1,
            _ => throw new InvalidDataException(
                $"{name} holds numbers of type {type}; expected float32 or float64 (or int32, int64 for choices, bool or uint8 for "
                    + "marks), little-endian: convert it with .astype(\"<f4\")."),
        };
        ImmutableArray<int> shape = Shape(match.Groups["shape"].Value, name);
        if (match.Groups["order"].Value == "True" && shape.Length > 1)
        {
            throw new InvalidDataException($"{name} is stored column after column; store numpy.ascontiguousarray of it.");
        }

        long count = 1;
        foreach (int axis in shape)
        {
            count = Math.Min(count * axis, int.MaxValue);
        }

        if (data.Length != count * size)
        {
            throw new InvalidDataException(
                $"{name} has {data.Length} bytes of data; its shape [{string.Join(", ", shape)}] of {type} needs {count * size}.");
        }

        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = data[(i * size)..];
            values[i] = type switch
            {
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(at),
                "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(at),
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(at),
                "|b1" or "|u1" => at[0],
                _ => BinaryPrimitives.ReadInt64LittleEndian(at),
            };
        }

        return new NumpyArray(shape, values);
    }

    private static ImmutableArray<int> Shape(string text, string name)
    {
        var shape = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (shape.Count == AxisLimit || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int axis))
            {
                throw new InvalidDataException($"{name} has the shape ({Shown(text)}); expected at most {AxisLimit} whole numbers.");
            }

            shape.Add(axis);
        }

        return [.. shape];
    }

    private static string Shown(string text) => text.Length <= 80 ? text.Trim() : $"{text[..80].Trim()}…";

    [GeneratedRegex(
        @"^\{'descr': '(?<type>[^']{1,8})', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? ?\}[ \n]*$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
