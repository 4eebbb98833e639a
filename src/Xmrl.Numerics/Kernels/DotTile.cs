using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Xmrl.Numerics.Kernels;

/// <summary>Dot products of up to 4 rows with up to 6 rows, contracted over samples: 24 vector accumulators, reduced at the end.</summary>
/// <remarks>Every dot product uses the same lanes and the same reduction tree whatever the tile, so its bits depend on its two rows
/// alone.</remarks>
internal static unsafe class DotTile
{
    public const int MaximumRows = 4;
    public const int MaximumColumns = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TColumns>(in DotProductTile tile, int tiles)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
    {
        Real* left = tile.Left;
        Real* destination = tile.Destination;
        for (int remaining = tiles; remaining > 0; remaining--)
        {
            Real* a0 = left;
            Real* a1 = a0 + (TRows.Value > 1 ? tile.LeftStride : 0);
            Real* a2 = a1 + (TRows.Value > 2 ? tile.LeftStride : 0);
            Real* a3 = a2 + (TRows.Value > 3 ? tile.LeftStride : 0);
            Real* b0 = tile.Right;
            Real* b1 = b0 + (TColumns.Value > 1 ? tile.RightStride : 0);
            Real* b2 = b1 + (TColumns.Value > 2 ? tile.RightStride : 0);
            Real* b3 = b2 + (TColumns.Value > 3 ? tile.RightStride : 0);
            Real* b4 = b3 + (TColumns.Value > 4 ? tile.RightStride : 0);
            Real* b5 = b4 + (TColumns.Value > 5 ? tile.RightStride : 0);
            Vector512<Real> c00 = default;
            Vector512<Real> c01 = default;
            Vector512<Real> c02 = default;
            Vector512<Real> c03 = default;
            Vector512<Real> c04 = default;
            Vector512<Real> c05 = default;
            Vector512<Real> c10 = default;
            Vector512<Real> c11 = default;
            Vector512<Real> c12 = default;
            Vector512<Real> c13 = default;
            Vector512<Real> c14 = default;
            Vector512<Real> c15 = default;
            Vector512<Real> c20 = default;
            Vector512<Real> c21 = default;
            Vector512<Real> c22 = default;
            Vector512<Real> c23 = default;
            Vector512<Real> c24 = default;
            Vector512<Real> c25 = default;
            Vector512<Real> c30 = default;
            Vector512<Real> c31 = default;
            Vector512<Real> c32 = default;
            Vector512<Real> c33 = default;
            Vector512<Real> c34 = default;
            Vector512<Real> c35 = default;

            nint samples = tile.Samples;
            nint end = samples - (samples % Vector512<Real>.Count);
            if (end < samples)
            {
                // The samples that do not fill a vector come first: the last full vector of each row with the lanes that the loop covers
                // set to zero. Both factors are masked, so that an infinity in a covered lane cannot turn into 0·∞.
                nint tail = samples - Vector512<Real>.Count;
                Vector512<Real> mask = tile.TailMask;
                Vector512<Real> s0 = Vector512.Load(a0 + tail) & mask;
                Vector512<Real> s1 = TRows.Value > 1 ? Vector512.Load(a1 + tail) & mask : default;
                Vector512<Real> s2 = TRows.Value > 2 ? Vector512.Load(a2 + tail) & mask : default;
                Vector512<Real> s3 = TRows.Value > 3 ? Vector512.Load(a3 + tail) & mask : default;
                Vector512<Real> t0 = Vector512.Load(b0 + tail) & mask;
                c00 = s0 * t0;
                c10 = s1 * t0;
                c20 = s2 * t0;
                c30 = s3 * t0;

                if (TColumns.Value > 1)
                {
                    Vector512<Real> t = Vector512.Load(b1 + tail) & mask;
                    c01 = s0 * t;
                    c11 = s1 * t;
                    c21 = s2 * t;
                    c31 = s3 * t;
                }

                if (TColumns.Value > 2)
                {
                    Vector512<Real> t = Vector512.Load(b2 + tail) & mask;
                    c02 = s0 * t;
                    c12 = s1 * t;
                    c22 = s2 * t;
                    c32 = s3 * t;
                }

                if (TColumns.Value > 3)
                {
                    Vector512<Real> t = Vector512.Load(b3 + tail) & mask;
                    c03 = s0 * t;
                    c13 = s1 * t;
                    c23 = s2 * t;
                    c33 = s3 * t;
                }

                if (TColumns.Value > 4)
                {
                    Vector512<Real> t = Vector512.Load(b4 + tail) & mask;
                    c04 = s0 * t;
                    c14 = s1 * t;
                    c24 = s2 * t;
                    c34 = s3 * t;
                }

                if (TColumns.Value > 5)
                {
                    Vector512<Real> t = Vector512.Load(b5 + tail) & mask;
                    c05 = s0 * t;
                    c15 = s1 * t;
                    c25 = s2 * t;
                    c35 = s3 * t;
                }

            }

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

            nint rowStep = tile.DestinationRowStep;
            nint columnStep = tile.DestinationColumnStep;

            // The rows of the next tile start on their way while this one is being reduced.
            Real* next = a0 + (TRows.Value * tile.LeftStride);
            for (int row = 0; row < TRows.Value; row++)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(next);
                    Sse.Prefetch0(next + Vector512<Real>.Count);
                    Sse.Prefetch0(next + (2 * Vector512<Real>.Count));
                    Sse.Prefetch0(next + (3 * Vector512<Real>.Count));
                }

                next += tile.LeftStride;
            }

            bool accumulate = tile.Accumulate;
            if (TRows.Value == MaximumRows && TColumns.Value > 3 && columnStep == 1 && DotTransposition.IsSupported)
            {
                Vector512<float> last = DotTransposition.Column(c03, c13, c23, c33);
                DotTransposition.Put(destination, rowStep, accumulate, DotTransposition.Sums(
                    DotTransposition.Column(c00, c10, c20, c30), DotTransposition.Column(c01, c11, c21, c31),
                    DotTransposition.Column(c02, c12, c22, c32), last));
                if (TColumns.Value == 5)
                {
                    Vector512<float> four = DotTransposition.Column(c04, c14, c24, c34);
                    DotTransposition.PutOne(destination + 4, rowStep, accumulate, DotTransposition.Sums(four, four, four, four));
                }
                else if (TColumns.Value == 6)
                {
                    Vector512<float> four = DotTransposition.Column(c04, c14, c24, c34);
                    Vector512<float> five = DotTransposition.Column(c05, c15, c25, c35);
                    DotTransposition.PutTwo(destination + 4, rowStep, accumulate, DotTransposition.Sums(four, five, four, five));
                }
            }
            else
            {
                DotReduction.PutRow<TColumns>(destination, columnStep, accumulate, DotReduction.Sums(c00, c01, c02, c03));
                if (TRows.Value > 1)
                {
                    DotReduction.PutRow<TColumns>(
                        destination + (1 * rowStep), columnStep, accumulate, DotReduction.Sums(c10, c11, c12, c13));
                }

                if (TRows.Value > 2)
                {
                    DotReduction.PutRow<TColumns>(
                        destination + (2 * rowStep), columnStep, accumulate, DotReduction.Sums(c20, c21, c22, c23));
                }

                if (TRows.Value > 3)
                {
                    DotReduction.PutRow<TColumns>(
                        destination + (3 * rowStep), columnStep, accumulate, DotReduction.Sums(c30, c31, c32, c33));
                }

                if (TColumns.Value > 4)
                {
                    DotReduction.PutPairs<TRows, TColumns>(tile, destination, 0, DotReduction.Sums(c04, c05, c14, c15));
                    if (TRows.Value > 2)
                    {
                        DotReduction.PutPairs<TRows, TColumns>(tile, destination, 2, DotReduction.Sums(c24, c25, c34, c35));
                    }
                }
            }

            left = a0 + (TRows.Value * tile.LeftStride);
            destination += TRows.Value * rowStep;
        }
    }
}
