using System.Globalization;
using PureHDF;

namespace Xmrl.Offline.Hdf5;

/// <summary>Reads data sets of numbers of an HDF5 file.</summary>
/// <remarks>Runs in a process of its own: a damaged file can end the process that reads it.</remarks>
internal static class Hdf5Numbers
{
    /// <summary>Most numbers of a data set: 256 MiB of single precision.</summary>
    public const int MostNumbers = 1 << 26;

    /// <summary>The data set of a name.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">Its name in the group.</param>
    /// <param name="place">Path of the group, for messages; empty for the root.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="InvalidDataException">There is none, or it holds no numbers that can be read.</exception>
    public static Hdf5Array Read(IH5Group group, string name, string place)
        => Find(group, name, place) ?? throw new InvalidDataException($"there is no data set {place}/{name}");

    /// <summary>The data set of a name.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">Its name in the group.</param>
    /// <param name="place">Path of the group, for messages; empty for the root.</param>
    /// <returns>The numbers; null where there is no such name.</returns>
    /// <exception cref="InvalidDataException">The name holds no numbers that can be read.</exception>
    public static Hdf5Array? Find(IH5Group group, string name, string place)
    {
        if (!group.LinkExists(name))
        {
            return null;
        }

        string path = $"{place}/{name}";
        return group.Get(name) switch
        {
            IH5Dataset set => Read(set, path),
            IH5Group => throw new InvalidDataException(
                $"{path} is a group; expected a data set of numbers: spaces of several parts (Dict, Tuple) are not read"),
            _ => throw new InvalidDataException($"{path} is no data set of numbers, or lies in another file"),
        };
    }

    private static Hdf5Array Read(IH5Dataset set, string path)
    {
        if (set.Layout.Class == H5DataLayoutClass.VirtualStorage)
        {
            throw new InvalidDataException($"the numbers of {path} lie in other files; expected one file");
        }

        int[] shape = ShapeOf(set.Space.Dimensions, path);
        float[] values = (set.Type.Class, set.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 2) => Array.ConvertAll(set.Read<Half[]>(), static value => (float)value),
            (H5DataTypeClass.FloatingPoint, 4) => set.Read<float[]>(),
            (H5DataTypeClass.FloatingPoint, 8) => Array.ConvertAll(set.Read<double[]>(), static value => (float)value),
            (H5DataTypeClass.Enumerated or H5DataTypeClass.BitField, 1) =>
                Array.ConvertAll(set.Read<byte[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 1) when set.Type.FixedPoint.IsSigned =>
                Array.ConvertAll(set.Read<sbyte[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 1) => Array.ConvertAll(set.Read<byte[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 2) when set.Type.FixedPoint.IsSigned =>
                Array.ConvertAll(set.Read<short[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 2) => Array.ConvertAll(set.Read<ushort[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 4) when set.Type.FixedPoint.IsSigned =>
                Array.ConvertAll(set.Read<int[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 4) => Array.ConvertAll(set.Read<uint[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 8) when set.Type.FixedPoint.IsSigned =>
                Array.ConvertAll(set.Read<long[]>(), static value => (float)value),
            (H5DataTypeClass.FixedPoint, 8) => Array.ConvertAll(set.Read<ulong[]>(), static value => (float)value),
            _ => throw new InvalidDataException(
                $"{path} holds {set.Type.Class} of {set.Type.Size} bytes; expected real numbers, whole numbers or booleans"),
        };
        return new Hdf5Array(shape, values);
    }

    private static int[] ShapeOf(ulong[] dimensions, string path)
    {
        ulong numbers = 1;
        foreach (ulong length in dimensions)
        {
            if (length > MostNumbers || (numbers *= Math.Max(1, length)) > MostNumbers)
            {
                string shape = string.Join(", ", dimensions.Select(static axis => axis.ToString(CultureInfo.InvariantCulture)));
                throw new InvalidDataException($"{path} has shape [{shape}]; at most {MostNumbers} numbers are read");
            }
        }

        return Array.ConvertAll(dimensions, static length => (int)length);
    }
}
