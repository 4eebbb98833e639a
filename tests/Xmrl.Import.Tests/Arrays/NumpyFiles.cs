using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Xmrl.Import.Tests.Arrays;

/// <summary>Writes arrays as NumPy does.</summary>
internal static class NumpyFiles
{
    public static byte[] Npy(string type, string shape, byte[] data, string order = "False")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': ({shape}), }}";
        header = header.PadRight(117) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    public static byte[] Singles(string shape, params float[] values) => Npy("<f4", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Doubles(string shape, params double[] values) => Npy("<f8", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Wholes(string shape, params long[] values) => Npy("<i8", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static UserFile Npz(string name, params (string Name, byte[] Content)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string entry, byte[] content) in arrays)
            {
                using Stream written = archive.CreateEntry(entry + ".npy").Open();
                written.Write(content);
            }
        }

        return new UserFile(name, stream.ToArray());
    }
}
