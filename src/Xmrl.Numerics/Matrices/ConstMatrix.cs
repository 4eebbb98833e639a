namespace Xmrl.Numerics.Matrices;

/// <summary>A read-only row-major matrix over memory that somebody else owns.</summary>
/// <remarks>Samples are columns: an activation has shape [features, samples]. Weights have shape [outputs, inputs] and are packed (stride =
/// columns).</remarks>
public readonly ref struct ConstMatrix
{
    /// <summary>Wraps existing memory.</summary>
    /// <param name="data">Elements, row after row; at least (rows − 1)·stride + columns of them.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="stride">Distance between the starts of two rows, ≥ columns.</param>
    /// <exception cref="ArgumentException">The memory is too short, or the stride smaller than the number of columns.</exception>
    public ConstMatrix(ReadOnlySpan<Real> data, int rows, int columns, int stride)
    {
        Matrix.Check(data.Length, rows, columns, stride);
        Data = data;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Wraps packed memory: the stride is the number of columns.</summary>
    /// <param name="data">Elements, row after row; at least rows·columns of them.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    public ConstMatrix(ReadOnlySpan<Real> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    /// <summary>The elements, row after row.</summary>
    public ReadOnlySpan<Real> Data { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Distance between the starts of two rows, in elements.</summary>
    public int Stride { get; }

    /// <summary>One element.</summary>
    /// <param name="row">Row index.</param>
    /// <param name="column">Column index.</param>
    public Real this[int row, int column] => Data[(row * Stride) + column];

    /// <summary>One row. Shape [Columns].</summary>
    /// <param name="row">Row index.</param>
    public ReadOnlySpan<Real> Row(int row) => Data.Slice(row * Stride, Columns);

    /// <summary>Copies all elements; the strides may differ.</summary>
    /// <param name="destination">Receives them. Same shape.</param>
    /// <exception cref="ArgumentException">The destination has fewer columns.</exception>
    internal void CopyTo(Matrix destination)
    {
        for (int row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(destination.Row(row));
        }
    }

    /// <summary>Copies one column.</summary>
    /// <param name="column">Column index.</param>
    /// <param name="destination">Receives it. Shape [≤ Rows]; a shorter one receives the first rows.</param>
    internal void CopyColumn(int column, Span<Real> destination)
    {
        for (int row = 0; row < destination.Length; row++)
        {
            destination[row] = this[row, column];
        }
    }
}
