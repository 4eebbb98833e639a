using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>The reduction tree of <see cref="DotParts"/> for 16 accumulators at once: half the shuffles, the same bits.</summary>
/// <remarks>Two vectors are combined by adding the two shuffles that gather what the tree adds; each level halves the number of
/// vectors.</remarks>
internal static unsafe class DotTransposition
{
    /// <summary>Whether the instructions are there: 512 bits of floats.</summary>
    public static bool IsSupported => typeof(Real) == typeof(float) && Avx512F.IsSupported;

    /// <summary>One column of up to four rows. Quarter r of the result holds what remains of row r: its vector folded to 128
    /// bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Column<TRows, TVector>(TVector row0, TVector row1, TVector row2, TVector row3)
        where TRows : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        Vector512<float> rows01 = Halves(row0.Widened.AsSingle(), TRows.Value > 1 ? row1.Widened.AsSingle() : row0.Widened.AsSingle());
        Vector512<float> rows23 = rows01;
        if (TRows.Value > 2)
        {
            rows23 = Halves(row2.Widened.AsSingle(), TRows.Value > 3 ? row3.Widened.AsSingle() : row2.Widened.AsSingle());
        }

        return Avx512F.Shuffle4x128(rows01, rows23, 0b10_00_10_00) + Avx512F.Shuffle4x128(rows01, rows23, 0b11_01_11_01);
    }

    /// <summary>The sums of four columns. Quarter r of the result holds row r, its lanes the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sums(
        Vector512<float> column0, Vector512<float> column1, Vector512<float> column2, Vector512<float> column3)
    {
        Vector512<float> columns01 = Pairs(column0, column1);
        Vector512<float> columns23 = Pairs(column2, column3);
        return Avx512F.Shuffle(columns01, columns23, 0b10_00_10_00) + Avx512F.Shuffle(columns01, columns23, 0b11_01_11_01);
    }

    /// <summary>Writes or adds the sums of up to four columns, in up to four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TRows>(in DotProductTile tile, Real* destination, int columns, Vector512<float> sums)
        where TRows : struct, ITileSize
    {
        nint rowStep = tile.DestinationRowStep;
        PutRow(tile, (float*)destination, columns, sums.GetLower().GetLower());
        if (TRows.Value > 1)
        {
            PutRow(tile, (float*)(destination + rowStep), columns, sums.GetLower().GetUpper());
        }

        if (TRows.Value > 2)
        {
            PutRow(tile, (float*)(destination + (2 * rowStep)), columns, sums.GetUpper().GetLower());
        }

        if (TRows.Value > 3)
        {
            PutRow(tile, (float*)(destination + (3 * rowStep)), columns, sums.GetUpper().GetUpper());
        }
    }

    // [a.low + a.high, b.low + b.high]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    // In every quarter: [a0 + a2, a1 + a3, b0 + b2, b1 + b3]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pairs(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRow(in DotProductTile tile, float* destination, int columns, Vector128<float> sums)
    {
        nint step = tile.DestinationColumnStep;
        bool accumulate = tile.Accumulate;
        if (columns == 4 && step == 1)
        {
            (accumulate ? sums + Vector128.Load(destination) : sums).Store(destination);
            return;
        }

        destination[0] = accumulate ? destination[0] + sums.ToScalar() : sums.ToScalar();
        if (columns > 1)
        {
            destination[step] = accumulate ? destination[step] + sums.GetElement(1) : sums.GetElement(1);
        }

        if (columns > 2)
        {
            destination[2 * step] = accumulate ? destination[2 * step] + sums.GetElement(2) : sums.GetElement(2);
        }

        if (columns > 3)
        {
            destination[3 * step] = accumulate ? destination[3 * step] + sums.GetElement(3) : sums.GetElement(3);
        }
    }
}
