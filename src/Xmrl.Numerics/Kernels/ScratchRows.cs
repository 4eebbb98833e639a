using System.Buffers;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Rows of exactly one vector, for matrices that are narrower than one. Absent columns are zero.</summary>
internal readonly ref struct ScratchRows : IDisposable
{
    private readonly Real[] _storage;
    private readonly int _rows;

    public ScratchRows(int rows)
    {
        _rows = rows;
        _storage = ArrayPool<Real>.Shared.Rent(rows * Vector512<Real>.Count);
    }

    public Matrix Vectors => new(_storage, _rows, Vector512<Real>.Count);

    public void Load(ConstMatrix source)
    {
        Matrix vectors = Vectors;
        vectors.Data.Slice(0, _rows * Vector512<Real>.Count).Clear();
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
