namespace Xmrl.Numerics.Matrices;

/// <summary>A writable row-major matrix over memory that somebody else owns.</summary>
/// <remarks>See <see cref="ConstMatrix"/> for the conventions.</remarks>
public readonly ref struct Matrix
{
    /// <summary>Wraps existing memory.</summary>
    /// <param name="data">Elements, row after row; at least (rows − 1)·stride + columns of them.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="stride">Distance between the starts of two rows, ≥ columns.</param>
    /// <exception cref="ArgumentException">The memory is too short, or the stride smaller than the number of columns.</exception>
    public Matrix(Span<Real> data, int rows, int columns, int stride)
    {
        Check(data.Length, rows, columns, stride);
        Data = data;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Wraps packed memory: the stride is the number of columns.</summary>
    /// <param name="data">Elements, row after row; at least rows·columns of them.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    public Matrix(Span<Real> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    /// <summary>The elements, row after row.</summary>
    public Span<Real> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance between the starts of two rows, in elements.</summary>
    public int Stride { get; }

    /// <summary>One element, by reference.</summary>
    /// <param name="row">Row index.</param>
    /// <param name="column">Column index.</param>
    public ref Real this[int row, int column] => ref Data[(row * Stride) + column];

    /// <summary>The same memory, read-only.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator ConstMatrix(Matrix matrix) => new(matrix.Data, matrix.Rows, matrix.Columns, matrix.Stride);

    /// <summary>One row. Shape [Columns].</summary>
    /// <param name="row">Row index.</param>
    public Span<Real> Row(int row) => Data.Slice(row * Stride, Columns);

    internal static void Check(int length, int rows, int columns, int stride)
    {
        if (rows < 0 || columns < 0 || stride < columns)
        {
            throw new ArgumentException(
                $"A matrix needs rows ≥ 0, columns ≥ 0 and stride ≥ columns; found rows {rows}, columns {columns}, stride {stride}.");
        }

        if (rows > 0 && length < ((rows - 1) * stride) + columns)
        {
            throw new ArgumentException(
                $"A [{rows}, {columns}] matrix with stride {stride} needs {((rows - 1) * stride) + columns} elements; found {length}.");
        }
    }
}
