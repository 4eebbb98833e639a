using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Xmrl.Runs.Safetensors;

/// <summary>An immutable tensor as a file stores it: type, shape and little-endian bytes in row-major order.</summary>
internal sealed class StoredTensor
{
    private readonly byte[] _bytes;

    internal StoredTensor(TensorType type, ImmutableArray<long> shape, byte[] bytes)
    {
        Type = type;
        Shape = shape;
        _bytes = bytes;
    }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths of the axes, outermost first; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements' bytes, little-endian, row-major, packed.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Number of elements.</summary>
    public int Count => _bytes.Length / TensorTypes.SizeOf(Type);

    /// <summary>Copies values into a tensor.</summary>
    /// <typeparam name="T">An integer of 8 to 64 bits, <see cref="Half"/>, <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">Elements in row-major order.</param>
    /// <param name="shape">Lengths of the axes; left out, one axis with all values.</param>
    /// <returns>The tensor; later changes of <paramref name="values"/> do not reach it.</returns>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are values.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static StoredTensor Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        TensorType type = TypeOf<T>();
        var axes = ImmutableArray.CreateBuilder<long>(Math.Max(shape.Length, 1));
        long count = 1;
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = checked(count * length);
            axes.Add(length);
        }

        if (shape.IsEmpty)
        {
            count = values.Length;
            axes.Add(count);
        }

        if (count != values.Length)
        {
            throw new ArgumentException(
                $"shape [{string.Join(", ", axes)}] holds {count} elements; values has {values.Length}.", nameof(shape));
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are little-endian and this machine is not.");
        }

        return new StoredTensor(type, axes.ToImmutable(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>Copies the elements out, without conversion, so that what was saved comes back bit for bit.</summary>
    /// <typeparam name="T">The type that <see cref="Type"/> names.</typeparam>
    /// <returns>Elements in row-major order.</returns>
    /// <exception cref="InvalidDataException">The tensor holds another type.</exception>
    public T[] Values<T>()
        where T : unmanaged
    {
        TensorType wanted = TypeOf<T>();
        if (wanted != Type)
        {
            throw new InvalidDataException($"The tensor holds {TensorTypes.NameOf(Type)}; expected {TensorTypes.NameOf(wanted)}.");
        }

        return MemoryMarshal.Cast<byte, T>(_bytes).ToArray();
    }

    /// <summary>Copies the elements out as double precision, which holds each of them exactly.</summary>
    /// <returns>Elements in row-major order.</returns>
    /// <exception cref="InvalidDataException">The tensor holds other than <see cref="TensorType.F64"/>, <see cref="TensorType.F32"/>,
    /// <see cref="TensorType.F16"/> or <see cref="TensorType.BF16"/>.</exception>
    public double[] ToDoubles() => Type switch
    {
        TensorType.F64 => Values<double>(),
        TensorType.F32 => Array.ConvertAll(Values<float>(), static value => (double)value),
        TensorType.F16 => Array.ConvertAll(Values<Half>(), static value => (double)value),
        TensorType.BF16
            => Array.ConvertAll(
                MemoryMarshal.Cast<byte, ushort>(_bytes).ToArray(), static bits => (double)BitConverter.Int32BitsToSingle(bits << 16)),
        _ => throw new InvalidDataException($"The tensor holds {TensorTypes.NameOf(Type)}; expected F16, BF16, F32 or F64."),
    };

    internal byte[] Storage => _bytes;

    private static TensorType TypeOf<T>() => default(T) switch
    {
        byte => TensorType.U8,
        sbyte => TensorType.I8,
        short => TensorType.I16,
        ushort => TensorType.U16,
        int => TensorType.I32,
        uint => TensorType.U32,
        long => TensorType.I64,
        ulong => TensorType.U64,
        Half => TensorType.F16,
        float => TensorType.F32,
        double => TensorType.F64,
        _
            => throw new NotSupportedException(
                $"{typeof(T).Name} cannot be stored; expected an integer of 8 to 64 bits, Half, float or double."),
    };
}
