using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Kernels;

/// <summary>A tile of up to 4 rows by 6 vectors of samples of a matrix product, for narrow outputs: 24 accumulators.</summary>
/// <remarks>Sizes are type arguments: the compiler drops the branches of absent rows and columns and keeps every accumulator in a
/// register.</remarks>
internal static unsafe class FlatTile
{
    public const int MaximumRows = 4;
    public const int MaximumVectors = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TVectors>(in ProductTile tile)
        where TRows : struct, ITileSize
        where TVectors : struct, ITileSize
    {
        nint lane = Vector512<Real>.Count;
        nint leftStep = tile.LeftStep;
        nint rightStride = tile.RightStride;
        nint last = tile.LastOffset;
        Real* left0 = tile.Left;
        Real* left1 = left0 + tile.LeftStride;
        Real* left2 = left1 + tile.LeftStride;
        Real* left3 = left2 + tile.LeftStride;
        Real* rightStart = tile.Right;
        Real* destination = tile.Destination;
        for (nint panel = tile.Panels; panel > 0; panel--)
        {
            Vector512<Real> c00 = Vector512.Create(tile.Start[0]);
            Vector512<Real> c01 = c00;
            Vector512<Real> c02 = c00;
            Vector512<Real> c03 = c00;
            Vector512<Real> c04 = c00;
            Vector512<Real> c05 = c00;
            Vector512<Real> c10 = TRows.Value > 1 ? Vector512.Create(tile.Start[1]) : default;
            Vector512<Real> c11 = c10;
            Vector512<Real> c12 = c10;
            Vector512<Real> c13 = c10;
            Vector512<Real> c14 = c10;
            Vector512<Real> c15 = c10;
            Vector512<Real> c20 = TRows.Value > 2 ? Vector512.Create(tile.Start[2]) : default;
            Vector512<Real> c21 = c20;
            Vector512<Real> c22 = c20;
            Vector512<Real> c23 = c20;
            Vector512<Real> c24 = c20;
            Vector512<Real> c25 = c20;
            Vector512<Real> c30 = TRows.Value > 3 ? Vector512.Create(tile.Start[3]) : default;
            Vector512<Real> c31 = c30;
            Vector512<Real> c32 = c30;
            Vector512<Real> c33 = c30;
            Vector512<Real> c34 = c30;
            Vector512<Real> c35 = c30;
            if (tile.Accumulate)
            {
                Real* addend = destination + tile.AddendShift;
                Load<TVectors>(addend, last, out c00, out c01, out c02, out c03, out c04, out c05);
                if (TRows.Value > 1)
                {
                    addend += tile.AddendStride;
                    Load<TVectors>(addend, last, out c10, out c11, out c12, out c13, out c14, out c15);
                }

                if (TRows.Value > 2)
                {
                    addend += tile.AddendStride;
                    Load<TVectors>(addend, last, out c20, out c21, out c22, out c23, out c24, out c25);
                }

                if (TRows.Value > 3)
                {
                    addend += tile.AddendStride;
                    Load<TVectors>(addend, last, out c30, out c31, out c32, out c33, out c34, out c35);
                }
            }

            Real* right = rightStart;
            nint offset = 0;
            for (nint k = tile.Depth; k > 0; k--)
            {
                Vector512<Real> b0 = Vector512.Load(right);
                Vector512<Real> b1 = TVectors.Value > 1 ? Vector512.Load(right + (TVectors.Value == 2 ? last : 1 * lane)) : default;
                Vector512<Real> b2 = TVectors.Value > 2 ? Vector512.Load(right + (TVectors.Value == 3 ? last : 2 * lane)) : default;
                Vector512<Real> b3 = TVectors.Value > 3 ? Vector512.Load(right + (TVectors.Value == 4 ? last : 3 * lane)) : default;
                Vector512<Real> b4 = TVectors.Value > 4 ? Vector512.Load(right + (TVectors.Value == 5 ? last : 4 * lane)) : default;
                Vector512<Real> b5 = TVectors.Value > 5 ? Vector512.Load(right + last) : default;
                Vector512<Real> a0 = Vector512.Create(left0[offset]);
                c00 = Vector512.FusedMultiplyAdd(a0, b0, c00);
                c01 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(a0, b1, c01) : default;
                c02 = TVectors.Value > 2 ? Vector512.FusedMultiplyAdd(a0, b2, c02) : default;
                c03 = TVectors.Value > 3 ? Vector512.FusedMultiplyAdd(a0, b3, c03) : default;
                c04 = TVectors.Value > 4 ? Vector512.FusedMultiplyAdd(a0, b4, c04) : default;
                c05 = TVectors.Value > 5 ? Vector512.FusedMultiplyAdd(a0, b5, c05) : default;

                if (TRows.Value > 1)
                {
                    Vector512<Real> a = Vector512.Create(left1[offset]);
                    c10 = Vector512.FusedMultiplyAdd(a, b0, c10);
                    c11 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(a, b1, c11) : default;
                    c12 = TVectors.Value > 2 ? Vector512.FusedMultiplyAdd(a, b2, c12) : default;
                    c13 = TVectors.Value > 3 ? Vector512.FusedMultiplyAdd(a, b3, c13) : default;
                    c14 = TVectors.Value > 4 ? Vector512.FusedMultiplyAdd(a, b4, c14) : default;
                    c15 = TVectors.Value > 5 ? Vector512.FusedMultiplyAdd(a, b5, c15) : default;
                }

                if (TRows.Value > 2)
                {
                    Vector512<Real> a = Vector512.Create(left2[offset]);
                    c20 = Vector512.FusedMultiplyAdd(a, b0, c20);
                    c21 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(a, b1, c21) : default;
                    c22 = TVectors.Value > 2 ? Vector512.FusedMultiplyAdd(a, b2, c22) : default;
                    c23 = TVectors.Value > 3 ? Vector512.FusedMultiplyAdd(a, b3, c23) : default;
                    c24 = TVectors.Value > 4 ? Vector512.FusedMultiplyAdd(a, b4, c24) : default;
                    c25 = TVectors.Value > 5 ? Vector512.FusedMultiplyAdd(a, b5, c25) : default;
                }

                if (TRows.Value > 3)
                {
                    Vector512<Real> a = Vector512.Create(left3[offset]);
                    c30 = Vector512.FusedMultiplyAdd(a, b0, c30);
                    c31 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(a, b1, c31) : default;
                    c32 = TVectors.Value > 2 ? Vector512.FusedMultiplyAdd(a, b2, c32) : default;
                    c33 = TVectors.Value > 3 ? Vector512.FusedMultiplyAdd(a, b3, c33) : default;
                    c34 = TVectors.Value > 4 ? Vector512.FusedMultiplyAdd(a, b4, c34) : default;
                    c35 = TVectors.Value > 5 ? Vector512.FusedMultiplyAdd(a, b5, c35) : default;
                }

                right += rightStride;
                offset += leftStep;
            }

            Real* row = destination;
            Store<TVectors>(row, last, c00, c01, c02, c03, c04, c05);
            if (TRows.Value > 1)
            {
                row += tile.DestinationStride;
                Store<TVectors>(row, last, c10, c11, c12, c13, c14, c15);
            }

            if (TRows.Value > 2)
            {
                row += tile.DestinationStride;
                Store<TVectors>(row, last, c20, c21, c22, c23, c24, c25);
            }

            if (TRows.Value > 3)
            {
                row += tile.DestinationStride;
                Store<TVectors>(row, last, c30, c31, c32, c33, c34, c35);
            }

            rightStart += TVectors.Value * lane;
            destination += TVectors.Value * lane;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors>(
        Real* row, nint last, out Vector512<Real> c0, out Vector512<Real> c1, out Vector512<Real> c2, out Vector512<Real> c3,
        out Vector512<Real> c4, out Vector512<Real> c5)
        where TVectors : struct, ITileSize
    {
        nint lane = Vector512<Real>.Count;
        c0 = Vector512.Load(row);
        c1 = TVectors.Value > 1 ? Vector512.Load(row + (TVectors.Value == 2 ? last : 1 * lane)) : default;
        c2 = TVectors.Value > 2 ? Vector512.Load(row + (TVectors.Value == 3 ? last : 2 * lane)) : default;
        c3 = TVectors.Value > 3 ? Vector512.Load(row + (TVectors.Value == 4 ? last : 3 * lane)) : default;
        c4 = TVectors.Value > 4 ? Vector512.Load(row + (TVectors.Value == 5 ? last : 4 * lane)) : default;
        c5 = TVectors.Value > 5 ? Vector512.Load(row + last) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(
        Real* row, nint last, Vector512<Real> c0, Vector512<Real> c1, Vector512<Real> c2, Vector512<Real> c3, Vector512<Real> c4,
        Vector512<Real> c5)
        where TVectors : struct, ITileSize
    {
        nint lane = Vector512<Real>.Count;
        c0.Store(row);
        if (TVectors.Value > 1)
        {
            c1.Store(row + (TVectors.Value == 2 ? last : 1 * lane));
        }

        if (TVectors.Value > 2)
        {
            c2.Store(row + (TVectors.Value == 3 ? last : 2 * lane));
        }

        if (TVectors.Value > 3)
        {
            c3.Store(row + (TVectors.Value == 4 ? last : 3 * lane));
        }

        if (TVectors.Value > 4)
        {
            c4.Store(row + (TVectors.Value == 5 ? last : 4 * lane));
        }

        if (TVectors.Value > 5)
        {
            c5.Store(row + last);
        }
    }
}
