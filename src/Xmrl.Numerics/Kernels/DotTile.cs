using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels;

/// <summary>Dot products of up to 4 rows with up to 6 rows, contracted over samples: 24 vector accumulators, reduced at the end.</summary>
/// <remarks>Every dot product uses the same lanes and the same reduction tree whatever the tile, so its bits depend on its two rows alone.</remarks>
internal static unsafe class DotTile
{
    public const int MaximumRows = 4;
    public const int MaximumColumns = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TRows, TColumns>(in DotProductTile tile)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        Real* a0 = tile.Left;
        Real* a1 = a0 + (TRows.Value > 1 ? tile.LeftStride : 0);
        Real* a2 = a1 + (TRows.Value > 2 ? tile.LeftStride : 0);
        Real* a3 = a2 + (TRows.Value > 3 ? tile.LeftStride : 0);
        Real* b0 = tile.Right;
        Real* b1 = b0 + (TColumns.Value > 1 ? tile.RightStride : 0);
        Real* b2 = b1 + (TColumns.Value > 2 ? tile.RightStride : 0);
        Real* b3 = b2 + (TColumns.Value > 3 ? tile.RightStride : 0);
        Real* b4 = b3 + (TColumns.Value > 4 ? tile.RightStride : 0);
        Real* b5 = b4 + (TColumns.Value > 5 ? tile.RightStride : 0);

        // The samples that do not fill a vector come first: the last full vector of each row with the lanes that the loop covers set to zero.
        // Both factors are masked, so that an infinity in a covered lane cannot turn into 0·∞.
        nint samples = tile.Samples;
        nint tail = samples - Vector512<Real>.Count;
        Vector512<Real> mask = tile.TailMask;
        Vector512<Real> s0 = Vector512.Load(a0 + tail) & mask;
        Vector512<Real> s1 = TRows.Value > 1 ? Vector512.Load(a1 + tail) & mask : default;
        Vector512<Real> s2 = TRows.Value > 2 ? Vector512.Load(a2 + tail) & mask : default;
        Vector512<Real> s3 = TRows.Value > 3 ? Vector512.Load(a3 + tail) & mask : default;
        Vector512<Real> t0 = Vector512.Load(b0 + tail) & mask;
        Vector512<Real> t1 = TColumns.Value > 1 ? Vector512.Load(b1 + tail) & mask : default;
        Vector512<Real> t2 = TColumns.Value > 2 ? Vector512.Load(b2 + tail) & mask : default;
        Vector512<Real> t3 = TColumns.Value > 3 ? Vector512.Load(b3 + tail) & mask : default;
        Vector512<Real> t4 = TColumns.Value > 4 ? Vector512.Load(b4 + tail) & mask : default;
        Vector512<Real> t5 = TColumns.Value > 5 ? Vector512.Load(b5 + tail) & mask : default;
        Vector512<Real> c00 = s0 * t0;
        Vector512<Real> c01 = s0 * t1;
        Vector512<Real> c02 = s0 * t2;
        Vector512<Real> c03 = s0 * t3;
        Vector512<Real> c04 = s0 * t4;
        Vector512<Real> c05 = s0 * t5;
        Vector512<Real> c10 = s1 * t0;
        Vector512<Real> c11 = s1 * t1;
        Vector512<Real> c12 = s1 * t2;
        Vector512<Real> c13 = s1 * t3;
        Vector512<Real> c14 = s1 * t4;
        Vector512<Real> c15 = s1 * t5;
        Vector512<Real> c20 = s2 * t0;
        Vector512<Real> c21 = s2 * t1;
        Vector512<Real> c22 = s2 * t2;
        Vector512<Real> c23 = s2 * t3;
        Vector512<Real> c24 = s2 * t4;
        Vector512<Real> c25 = s2 * t5;
        Vector512<Real> c30 = s3 * t0;
        Vector512<Real> c31 = s3 * t1;
        Vector512<Real> c32 = s3 * t2;
        Vector512<Real> c33 = s3 * t3;
        Vector512<Real> c34 = s3 * t4;
        Vector512<Real> c35 = s3 * t5;

        nint end = samples - (samples % Vector512<Real>.Count);
        for (nint k = 0; k < end; k += Vector512<Real>.Count)
        {
            Vector512<Real> x0 = Vector512.Load(a0 + k);
            Vector512<Real> x1 = TRows.Value > 1 ? Vector512.Load(a1 + k) : default;
            Vector512<Real> x2 = TRows.Value > 2 ? Vector512.Load(a2 + k) : default;
            Vector512<Real> x3 = TRows.Value > 3 ? Vector512.Load(a3 + k) : default;
            Vector512<Real> y0 = Vector512.Load(b0 + k);
            c00 = Vector512.FusedMultiplyAdd(x0, y0, c00);
            c10 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y0, c10) : default;
            c20 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y0, c20) : default;
            c30 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y0, c30) : default;

            if (TColumns.Value > 1)
            {
                Vector512<Real> y = Vector512.Load(b1 + k);
                c01 = Vector512.FusedMultiplyAdd(x0, y, c01);
                c11 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y, c11) : default;
                c21 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y, c21) : default;
                c31 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y, c31) : default;
            }

            if (TColumns.Value > 2)
            {
                Vector512<Real> y = Vector512.Load(b2 + k);
                c02 = Vector512.FusedMultiplyAdd(x0, y, c02);
                c12 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y, c12) : default;
                c22 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y, c22) : default;
                c32 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y, c32) : default;
            }

            if (TColumns.Value > 3)
            {
                Vector512<Real> y = Vector512.Load(b3 + k);
                c03 = Vector512.FusedMultiplyAdd(x0, y, c03);
                c13 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y, c13) : default;
                c23 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y, c23) : default;
                c33 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y, c33) : default;
            }

            if (TColumns.Value > 4)
            {
                Vector512<Real> y = Vector512.Load(b4 + k);
                c04 = Vector512.FusedMultiplyAdd(x0, y, c04);
                c14 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y, c14) : default;
                c24 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y, c24) : default;
                c34 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y, c34) : default;
            }

            if (TColumns.Value > 5)
            {
                Vector512<Real> y = Vector512.Load(b5 + k);
                c05 = Vector512.FusedMultiplyAdd(x0, y, c05);
                c15 = TRows.Value > 1 ? Vector512.FusedMultiplyAdd(x1, y, c15) : default;
                c25 = TRows.Value > 2 ? Vector512.FusedMultiplyAdd(x2, y, c25) : default;
                c35 = TRows.Value > 3 ? Vector512.FusedMultiplyAdd(x3, y, c35) : default;
            }
        }

        Real* quarters = stackalloc Real[24 * Vector128<Real>.Count];
        Fold<TColumns>(quarters, c00, c01, c02, c03, c04, c05);
        if (TRows.Value > 1)
        {
            Fold<TColumns>(quarters + (1 * MaximumColumns * Vector128<Real>.Count), c10, c11, c12, c13, c14, c15);
        }

        if (TRows.Value > 2)
        {
            Fold<TColumns>(quarters + (2 * MaximumColumns * Vector128<Real>.Count), c20, c21, c22, c23, c24, c25);
        }

        if (TRows.Value > 3)
        {
            Fold<TColumns>(quarters + (3 * MaximumColumns * Vector128<Real>.Count), c30, c31, c32, c33, c34, c35);
        }

        for (int row = 0; row < TRows.Value; row++)
        {
            Real* destination = tile.Destination + (row * tile.DestinationRowStep);
            Real* quarter = quarters + (row * MaximumColumns * Vector128<Real>.Count);
            for (int column = 0; column < TColumns.Value; column++)
            {
                Real sum = Vector128<Real>.Count == 2 ? quarter[0] + quarter[1] : (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
                *destination = tile.Accumulate ? *destination + sum : sum;
                destination += tile.DestinationColumnStep;
                quarter += Vector128<Real>.Count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold<TColumns>(Real* quarters, Vector512<Real> c0, Vector512<Real> c1, Vector512<Real> c2, Vector512<Real> c3, Vector512<Real> c4, Vector512<Real> c5)
        where TColumns : struct, ITileSize
    {
        Fold(c0).Store(quarters);
        if (TColumns.Value > 1)
        {
            Fold(c1).Store(quarters + (1 * Vector128<Real>.Count));
        }

        if (TColumns.Value > 2)
        {
            Fold(c2).Store(quarters + (2 * Vector128<Real>.Count));
        }

        if (TColumns.Value > 3)
        {
            Fold(c3).Store(quarters + (3 * Vector128<Real>.Count));
        }

        if (TColumns.Value > 4)
        {
            Fold(c4).Store(quarters + (4 * Vector128<Real>.Count));
        }

        if (TColumns.Value > 5)
        {
            Fold(c5).Store(quarters + (5 * Vector128<Real>.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<Real> Fold(Vector512<Real> value)
    {
        Vector256<Real> half = value.GetLower() + value.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
