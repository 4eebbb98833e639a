using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels;

/// <summary>The one reduction tree of all dot products: halves of 256 bits, of 128 bits, then lanes i and i ^ 2 (float only), then i and i
/// ^ 1.</summary>
internal static unsafe class DotReduction
{
    /// <summary>Reduces four accumulators at once; lanes 0 to 3 of the result are their sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<Real> Sums(Vector512<Real> c0, Vector512<Real> c1, Vector512<Real> c2, Vector512<Real> c3)
    {
        Vector512<Real> quarters = Vector512.Create(Quarters(c0, c1), Quarters(c2, c3));
        if (typeof(Real) == typeof(float))
        {
            Vector512<float> four = quarters.AsSingle();
            four += Vector512.Shuffle(four, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
            four += Vector512.Shuffle(four, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
            return Vector512.Shuffle(four, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).As<float, Real>();
        }

        Vector512<double> two = quarters.AsDouble();
        two += Vector512.Shuffle(two, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6));
        return Vector512.Shuffle(two, Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).As<double, Real>();
    }

    /// <summary>Writes or adds up to four sums of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutRow<TColumns>(Real* destination, nint step, bool accumulate, Vector512<Real> sums)
        where TColumns : struct, ITileSize
    {
        if (TColumns.Value > 3 && step == 1)
        {
            // Four numbers: 128 bits of floats, 256 of doubles.
            if (typeof(Real) == typeof(float))
            {
                Vector128<Real> four = sums.GetLower().GetLower();
                (accumulate ? four + Vector128.Load(destination) : four).Store(destination);
            }
            else
            {
                Vector256<Real> four = sums.GetLower();
                (accumulate ? four + Vector256.Load(destination) : four).Store(destination);
            }

            return;
        }

        Put(destination, accumulate, sums.GetElement(0));
        if (TColumns.Value > 1)
        {
            Put(destination + step, accumulate, sums.GetElement(1));
        }

        if (TColumns.Value > 2)
        {
            Put(destination + (2 * step), accumulate, sums.GetElement(2));
        }

        if (TColumns.Value > 3)
        {
            Put(destination + (3 * step), accumulate, sums.GetElement(3));
        }
    }

    /// <summary>Writes or adds columns 4 and 5 of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutPairs<TRows, TColumns>(in DotProductTile tile, Real* destination, int row, Vector512<Real> sums)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        nint step = tile.DestinationColumnStep;
        destination += (row * tile.DestinationRowStep) + (4 * step);
        bool accumulate = tile.Accumulate;
        Put(destination, accumulate, sums.GetElement(0));
        if (TColumns.Value > 5)
        {
            Put(destination + step, accumulate, sums.GetElement(1));
        }

        if (TRows.Value > row + 1)
        {
            destination += tile.DestinationRowStep;
            Put(destination, accumulate, sums.GetElement(2));
            if (TColumns.Value > 5)
            {
                Put(destination + step, accumulate, sums.GetElement(3));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Real* destination, bool accumulate, Real sum) => *destination = accumulate ? *destination + sum : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<Real> Quarters(Vector512<Real> a, Vector512<Real> b)
    {
        Vector256<Real> halfA = a.GetLower() + a.GetUpper();
        Vector256<Real> halfB = b.GetLower() + b.GetUpper();
        return Vector256.Create(halfA.GetLower(), halfB.GetLower()) + Vector256.Create(halfA.GetUpper(), halfB.GetUpper());
    }
}
