using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Tests.Kernels;

/// <summary>A matrix with chosen stride and misalignment, whose padding holds NaN: a kernel that reads it gives itself away.</summary>
internal sealed class TestMatrix
{
    private readonly Real[] _storage;
    private readonly int _offset;

    public TestMatrix(int rows, int columns, int padding = 0, int offset = 0, int salt = 1)
    {
        Rows = rows;
        Columns = columns;
        Stride = columns + padding;
        _offset = offset;
        _storage = new Real[offset + (rows * Stride) + 1];
        Array.Fill(_storage, Real.NaN);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                this[row, column] = (Real)Math.Sin((salt * 12.9898) + (row * 78.233) + (column * 37.719));
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Stride { get; }

    public Matrix View => new(_storage.AsSpan(_offset, Rows * Stride), Rows, Columns, Stride);

    public Real this[int row, int column]
    {
        get => _storage[_offset + (row * Stride) + column];
        set => _storage[_offset + (row * Stride) + column] = value;
    }

    public static TestMatrix Like(ConstMatrix source, int firstColumn, int columns)
    {
        TestMatrix copy = new(source.Rows, columns);
        for (int row = 0; row < source.Rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                copy[row, column] = source[row, firstColumn + column];
            }
        }

        return copy;
    }

    public void ShouldHaveUntouchedPadding()
    {
        for (int i = 0; i < _storage.Length; i++)
        {
            int position = i - _offset;
            bool inside = position >= 0 && position / Math.Max(1, Stride) < Rows && position % Math.Max(1, Stride) < Columns;
            if (!inside && !Real.IsNaN(_storage[i]))
            {
                throw new ShouldAssertException($"padding element {position} was written: {_storage[i]}");
            }
        }
    }
}
