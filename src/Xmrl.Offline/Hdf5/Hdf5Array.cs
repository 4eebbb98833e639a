namespace Xmrl.Offline.Hdf5;

/// <summary>Numbers of an HDF5 file.</summary>
/// <param name="Shape">Lengths of the axes; none for a single number.</param>
/// <param name="Values">The numbers in row-major order, rounded to single precision.</param>
internal sealed record Hdf5Array(int[] Shape, float[] Values)
{
    /// <summary>Length of the first axis; 1 for a single number.</summary>
    public int Rows => Shape.Length == 0 ? 1 : Shape[0];

    /// <summary>Numbers per row.</summary>
    public int Columns => Rows == 0 ? Product(Shape.AsSpan(1)) : Values.Length / Rows;

    /// <summary>Some of the rows, in the given order.</summary>
    /// <param name="rows">Numbers of rows.</param>
    public Hdf5Array Pick(ReadOnlySpan<int> rows)
    {
        int columns = Columns;
        var picked = new float[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++)
        {
            Values.AsSpan(rows[i] * columns, columns).CopyTo(picked.AsSpan(i * columns));
        }

        return new Hdf5Array([rows.Length, .. Shape.AsSpan(1)], picked);
    }

    private static int Product(ReadOnlySpan<int> lengths)
    {
        int product = 1;
        foreach (int length in lengths)
        {
            product *= length;
        }

        return product;
    }
}
