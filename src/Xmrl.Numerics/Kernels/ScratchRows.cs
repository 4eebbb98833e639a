using System.Buffers;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Rows of as many columns as a kernel works on at once, for matrices that are narrower. Absent columns are zero.</summary>
internal readonly ref struct ScratchRows : IDisposable
{
    private readonly Real[] _storage;
    private readonly int _rows;
    private readonly int _columns;

    public ScratchRows(int rows, int columns)
    {
        _rows = rows;
        _columns = columns;
        _storage = ArrayPool<Real>.Shared.Rent(rows * columns);
    }

    public Matrix Vectors => new(_storage, _rows, _columns);

    public void Load(ConstMatrix source)
    {
        Matrix vectors = Vectors;
        vectors.Data.Slice(0, _rows * _columns).Clear();
        for (int row = 0; row < _rows; row++)
        {
            source.Row(row).CopyTo(vectors.Row(row));
        }
    }

    public void Store(Matrix destination)
    {
        ConstMatrix vectors = Vectors;
        for (int row = 0; row < _rows; row++)
        {
            vectors.Row(row).Slice(0, destination.Columns).CopyTo(destination.Row(row));
        }
    }

    public void Dispose() => ArrayPool<Real>.Shared.Return(_storage);
}
