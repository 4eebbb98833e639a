using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Xmrl.Offline.Arrays;

/// <summary>Writes an array in NumPy's format .npy, version 1.0: little-endian, row-major.</summary>
/// <seealso href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The file format.</seealso>
internal static class NpyWriter
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes an array.</summary>
    /// <typeparam name="T">float, double, long, int, or byte for marks of type bool.</typeparam>
    /// <param name="stream">Receives it.</param>
    /// <param name="values">Elements in row-major order.</param>
    /// <param name="shape">Lengths of the axes.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        string type = default(T) switch
        {
            float => "<f4",
            double => "<f8",
            int => "<i4",
            long => "<i8",
            byte => "|b1",
            _ => throw new NotSupportedException($"{typeof(T).Name} cannot be stored; expected float, double, int, long or byte."),
        };
        var axes = new StringBuilder();
        foreach (int axis in shape)
        {
            axes.Append(axis.ToString(CultureInfo.InvariantCulture)).Append(shape.Length == 1 ? "," : ", ");
        }

        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({axes.ToString().TrimEnd(' ')}), }}";
        int length = Magic.Length + sizeof(ushort) + header.Length + 1;
        string padded = header + new string(' ', (Alignment - (length % Alignment)) % Alignment) + "\n";
        stream.Write(Magic);
        stream.Write([(byte)padded.Length, (byte)(padded.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(padded));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
