using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>A tile of up to 4 rows by 6 vectors of samples of a matrix product, for narrow outputs: 24 accumulators; 2 rows by 4 vectors
/// where the processor has 16 registers.</summary>
/// <remarks>Sizes are type arguments: the compiler drops the branches of absent rows and columns and keeps every accumulator in a
/// register.</remarks>
internal static unsafe class FlatTile
{
    /// <summary>Most rows of a tile whose accumulators stay in registers.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    public static int Rows<TVector>()
        where TVector : unmanaged, IRealVector<TVector> => TVector.Registers < 32 ? 2 : 4;

    /// <summary>Most vectors of samples of a tile whose accumulators stay in registers.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    public static int Vectors<TVector>()
        where TVector : unmanaged, IRealVector<TVector> => TVector.Registers < 32 ? 4 : 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TVectors, TVector>(in ProductTile tile)
        where TRows : struct, ITileSize
        where TVectors : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lane = TVector.Count;
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
            TVector c00 = TVector.Create(tile.Start[0]);
            TVector c01 = c00, c02 = c00, c03 = c00, c04 = c00, c05 = c00;
            TVector c10 = TRows.Value > 1 ? TVector.Create(tile.Start[1]) : default;
            TVector c11 = c10, c12 = c10, c13 = c10, c14 = c10, c15 = c10;
            TVector c20 = TRows.Value > 2 ? TVector.Create(tile.Start[2]) : default;
            TVector c21 = c20, c22 = c20, c23 = c20, c24 = c20, c25 = c20;
            TVector c30 = TRows.Value > 3 ? TVector.Create(tile.Start[3]) : default;
            TVector c31 = c30, c32 = c30, c33 = c30, c34 = c30, c35 = c30;
            if (tile.Accumulate)
            {
                Real* addend = destination + tile.AddendShift;
                Load<TVectors, TVector>(addend, last, out c00, out c01, out c02, out c03, out c04, out c05);
                if (TRows.Value > 1)
                {
                    addend += tile.AddendStride;
                    Load<TVectors, TVector>(addend, last, out c10, out c11, out c12, out c13, out c14, out c15);
                }

                if (TRows.Value > 2)
                {
                    addend += tile.AddendStride;
                    Load<TVectors, TVector>(addend, last, out c20, out c21, out c22, out c23, out c24, out c25);
                }

                if (TRows.Value > 3)
                {
                    addend += tile.AddendStride;
                    Load<TVectors, TVector>(addend, last, out c30, out c31, out c32, out c33, out c34, out c35);
                }
            }

            Real* right = rightStart;
            nint offset = 0;
            for (nint k = tile.Depth; k > 0; k--)
            {
                TVector b0 = TVector.Load(right);
                TVector b1 = TVectors.Value > 1 ? TVector.Load(right + (TVectors.Value == 2 ? last : 1 * lane)) : default;
                TVector b2 = TVectors.Value > 2 ? TVector.Load(right + (TVectors.Value == 3 ? last : 2 * lane)) : default;
                TVector b3 = TVectors.Value > 3 ? TVector.Load(right + (TVectors.Value == 4 ? last : 3 * lane)) : default;
                TVector b4 = TVectors.Value > 4 ? TVector.Load(right + (TVectors.Value == 5 ? last : 4 * lane)) : default;
                TVector b5 = TVectors.Value > 5 ? TVector.Load(right + last) : default;
                TVector a0 = TVector.Create(left0[offset]);
                c00 = TVector.FusedMultiplyAdd(a0, b0, c00);
                c01 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a0, b1, c01) : default;
                c02 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a0, b2, c02) : default;
                c03 = TVectors.Value > 3 ? TVector.FusedMultiplyAdd(a0, b3, c03) : default;
                c04 = TVectors.Value > 4 ? TVector.FusedMultiplyAdd(a0, b4, c04) : default;
                c05 = TVectors.Value > 5 ? TVector.FusedMultiplyAdd(a0, b5, c05) : default;

                if (TRows.Value > 1)
                {
                    TVector a = TVector.Create(left1[offset]);
                    c10 = TVector.FusedMultiplyAdd(a, b0, c10);
                    c11 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c11) : default;
                    c12 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c12) : default;
                    c13 = TVectors.Value > 3 ? TVector.FusedMultiplyAdd(a, b3, c13) : default;
                    c14 = TVectors.Value > 4 ? TVector.FusedMultiplyAdd(a, b4, c14) : default;
                    c15 = TVectors.Value > 5 ? TVector.FusedMultiplyAdd(a, b5, c15) : default;
                }

                if (TRows.Value > 2)
                {
                    TVector a = TVector.Create(left2[offset]);
                    c20 = TVector.FusedMultiplyAdd(a, b0, c20);
                    c21 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c21) : default;
                    c22 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c22) : default;
                    c23 = TVectors.Value > 3 ? TVector.FusedMultiplyAdd(a, b3, c23) : default;
                    c24 = TVectors.Value > 4 ? TVector.FusedMultiplyAdd(a, b4, c24) : default;
                    c25 = TVectors.Value > 5 ? TVector.FusedMultiplyAdd(a, b5, c25) : default;
                }

                if (TRows.Value > 3)
                {
                    TVector a = TVector.Create(left3[offset]);
                    c30 = TVector.FusedMultiplyAdd(a, b0, c30);
                    c31 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c31) : default;
                    c32 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c32) : default;
                    c33 = TVectors.Value > 3 ? TVector.FusedMultiplyAdd(a, b3, c33) : default;
                    c34 = TVectors.Value > 4 ? TVector.FusedMultiplyAdd(a, b4, c34) : default;
                    c35 = TVectors.Value > 5 ? TVector.FusedMultiplyAdd(a, b5, c35) : default;
                }

                right += rightStride;
                offset += leftStep;
            }

            Real* row = destination;
            Store<TVectors, TVector>(row, last, c00, c01, c02, c03, c04, c05);
            if (TRows.Value > 1)
            {
                row += tile.DestinationStride;
                Store<TVectors, TVector>(row, last, c10, c11, c12, c13, c14, c15);
            }

            if (TRows.Value > 2)
            {
                row += tile.DestinationStride;
                Store<TVectors, TVector>(row, last, c20, c21, c22, c23, c24, c25);
            }

            if (TRows.Value > 3)
            {
                row += tile.DestinationStride;
                Store<TVectors, TVector>(row, last, c30, c31, c32, c33, c34, c35);
            }

            rightStart += TVectors.Value * lane;
            destination += TVectors.Value * lane;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors, TVector>(
        Real* row, nint last, out TVector c0, out TVector c1, out TVector c2, out TVector c3,
        out TVector c4, out TVector c5)
        where TVectors : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lane = TVector.Count;
        c0 = TVector.Load(row);
        c1 = TVectors.Value > 1 ? TVector.Load(row + (TVectors.Value == 2 ? last : 1 * lane)) : default;
        c2 = TVectors.Value > 2 ? TVector.Load(row + (TVectors.Value == 3 ? last : 2 * lane)) : default;
        c3 = TVectors.Value > 3 ? TVector.Load(row + (TVectors.Value == 4 ? last : 3 * lane)) : default;
        c4 = TVectors.Value > 4 ? TVector.Load(row + (TVectors.Value == 5 ? last : 4 * lane)) : default;
        c5 = TVectors.Value > 5 ? TVector.Load(row + last) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector>(
        Real* row, nint last, TVector c0, TVector c1, TVector c2, TVector c3, TVector c4,
        TVector c5)
        where TVectors : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lane = TVector.Count;
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
