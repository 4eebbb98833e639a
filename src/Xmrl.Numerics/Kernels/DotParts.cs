using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>The one reduction tree of all dot products: halves of a sum's lanes, quarters, then lanes i and i + 2 (float only), then i and
/// i + 1.</summary>
/// <remarks>The lanes of a dot product lie one after the other in memory when the last part of them is done.</remarks>
internal static unsafe class DotParts
{
    /// <summary>Most rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Most columns of a tile.</summary>
    public const int Columns = 6;

    /// <summary>Numbers that the lanes of all dot products of a tile take.</summary>
    public const int Length = Rows * Columns * VectorWidth.SumLanes;

    /// <summary>Keeps one part of the lanes of every dot product of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep<TColumns, TVector>(Real* part, TVector c0, TVector c1, TVector c2, TVector c3, TVector c4, TVector c5)
        where TColumns : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        c0.Store(part);
        if (TColumns.Value > 1)
        {
            c1.Store(part + (1 * VectorWidth.SumLanes));
        }

        if (TColumns.Value > 2)
        {
            c2.Store(part + (2 * VectorWidth.SumLanes));
        }

        if (TColumns.Value > 3)
        {
            c3.Store(part + (3 * VectorWidth.SumLanes));
        }

        if (TColumns.Value > 4)
        {
            c4.Store(part + (4 * VectorWidth.SumLanes));
        }

        if (TColumns.Value > 5)
        {
            c5.Store(part + (5 * VectorWidth.SumLanes));
        }
    }

    /// <summary>Reduces the lanes of every dot product of a tile and writes or adds the sums.</summary>
    [SkipLocalsInit]
    public static void Put<TRows, TColumns>(in DotProductTile tile, Real* destination, Real* parts)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        // A group of four that is not full reads lanes of a former tile; nothing reads their sums.
        Real* sums = stackalloc Real[Rows * Columns];
        for (int first = 0; first < TRows.Value * TColumns.Value; first += 4)
        {
            FourSums(parts + (first * VectorWidth.SumLanes), sums + first);
        }

        nint step = tile.DestinationColumnStep;
        bool accumulate = tile.Accumulate;
        for (int row = 0; row < TRows.Value; row++)
        {
            if (typeof(Real) == typeof(float) && TColumns.Value == 4 && step == 1)
            {
                Vector128<float> four = Vector128.Load((float*)sums);
                (accumulate ? four + Vector128.Load((float*)destination) : four).Store((float*)destination);
                sums += 4;
                destination += tile.DestinationRowStep;
                continue;
            }

            for (int column = 0; column < TColumns.Value; column++)
            {
                Real* output = destination + (column * step);
                *output = accumulate ? *output + *sums : *sums;
                sums++;
            }

            destination += tile.DestinationRowStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourSums(Real* parts, Real* sums)
    {
        if (typeof(Real) == typeof(float) && Avx.IsSupported)
        {
            // Quarters of sums 0 and 1, then of 2 and 3; from then on sums 0 and 2 in the lower half, 1 and 3 in the upper.
            var lanes = (float*)parts;
            Vector256<float> sums01 = Quarters(Half(lanes), Half(lanes + VectorWidth.SumLanes));
            Vector256<float> sums23 = Quarters(Half(lanes + (2 * VectorWidth.SumLanes)), Half(lanes + (3 * VectorWidth.SumLanes)));
            Vector256<float> pairs = Avx.Shuffle(sums01, sums23, 0b01_00_01_00) + Avx.Shuffle(sums01, sums23, 0b11_10_11_10);
            Vector256<float> four = Avx.Shuffle(pairs, pairs, 0b10_00_10_00) + Avx.Shuffle(pairs, pairs, 0b11_01_11_01);
            Sse.UnpackLow(four.GetLower(), four.GetUpper()).Store((float*)sums);
            return;
        }

        for (int sum = 0; sum < 4; sum++, parts += VectorWidth.SumLanes)
        {
            sums[sum] = typeof(Real) == typeof(float) ? Sum((float*)parts) : (Real)Sum((double*)parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Half(float* lanes) => Vector256.Load(lanes) + Vector256.Load(lanes + 8);

    // [a.low + a.high, b.low + b.high]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Quarters(Vector256<float> a, Vector256<float> b) =>
        Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* lanes)
    {
        Vector128<float> even = Vector128.Load(lanes) + Vector128.Load(lanes + 8);
        Vector128<float> quarter = even + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));
        return (quarter.GetElement(0) + quarter.GetElement(2)) + (quarter.GetElement(1) + quarter.GetElement(3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(double* lanes)
    {
        Vector128<double> even = Vector128.Load(lanes) + Vector128.Load(lanes + 4);
        Vector128<double> quarter = even + (Vector128.Load(lanes + 2) + Vector128.Load(lanes + 6));
        return quarter.GetElement(0) + quarter.GetElement(1);
    }
}
