using System.Runtime.CompilerServices;

namespace Xmrl.Numerics.Matrices;

/// <summary>A fixed block of numbers whose first element lies on a 64-byte boundary, so that full-width vector loads never cross a cache
/// line.</summary>
/// <remarks>The memory is pinned and managed: it is freed by the garbage collector, nothing has to be disposed. Elements start at
/// zero.</remarks>
internal sealed class AlignedBuffer
{
    private const int AlignmentBytes = 64;

    private readonly Real[] _storage;
    private readonly int _offset;

    /// <summary>Allocates a zeroed buffer.</summary>
    /// <param name="length">Number of elements, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int slack = AlignmentBytes / Unsafe.SizeOf<Real>();
        _storage = GC.AllocateArray<Real>(length + slack, pinned: true);
        Length = length;
        unsafe
        {
            nuint address = (nuint)Unsafe.AsPointer(ref _storage[0]);
            nuint misalignment = address % AlignmentBytes;
            _offset = misalignment == 0 ? 0 : (int)((AlignmentBytes - misalignment) / (nuint)Unsafe.SizeOf<Real>());
        }
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>All elements. Shape [Length].</summary>
    public Span<Real> Span => _storage.AsSpan(_offset, Length);

    /// <summary>Replaces a buffer that is too short by a zeroed one; what it held is lost.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="length">Number of elements needed, ≥ 0.</param>
    public static void Grow(ref AlignedBuffer buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new AlignedBuffer(length);
        }
    }

    /// <summary>The row stride for wide matrices of <paramref name="columns"/> columns: the next multiple of the vector width
    /// that is an odd number of cache lines, so that the rows of one column spread over all cache sets.</summary>
    /// <param name="columns">Number of columns, ≥ 0.</param>
    /// <returns>The stride in elements, ≥ <paramref name="columns"/>.</returns>
    public static int PaddedStride(int columns)
    {
        int line = AlignmentBytes / Unsafe.SizeOf<Real>();
        int lines = (columns + line - 1) / line;
        return (lines | 1) * line;
    }
}
