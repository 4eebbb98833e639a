using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>A tile of up to 8 rows by 3 vectors of samples of a matrix product: 24 accumulators; 4 rows and 12 accumulators where the
/// processor has 16 registers.</summary>
/// <remarks>Sizes are type arguments: the compiler drops the branches of absent rows and columns and keeps every accumulator in a
/// register.</remarks>
internal static unsafe class TallTile
{
    /// <summary>Most rows of a tile, of any width.</summary>
    public const int MaximumRows = 8;

    /// <summary>Most vectors of samples of a tile.</summary>
    public const int MaximumVectors = 3;

    /// <summary>Most rows of a tile whose accumulators stay in registers.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    public static int Rows<TVector>()
        where TVector : unmanaged, IRealVector<TVector> => TVector.Registers < 32 ? 4 : MaximumRows;

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
        Real* left4 = left3 + tile.LeftStride;
        Real* left5 = left4 + tile.LeftStride;
        Real* left6 = left5 + tile.LeftStride;
        Real* left7 = left6 + tile.LeftStride;
        Real* rightStart = tile.Right;
        Real* start = tile.Start;
        nint destinationStride = tile.DestinationStride;
        nint depth = tile.Depth;
        Real* destination = tile.Destination;
        for (nint panel = tile.Panels; panel > 0; panel--)
        {
            TVector c00 = TVector.Create(start[0]);
            TVector c01 = c00, c02 = c00;
            TVector c10 = TRows.Value > 1 ? TVector.Create(start[1]) : default;
            TVector c11 = c10, c12 = c10;
            TVector c20 = TRows.Value > 2 ? TVector.Create(start[2]) : default;
            TVector c21 = c20, c22 = c20;
            TVector c30 = TRows.Value > 3 ? TVector.Create(start[3]) : default;
            TVector c31 = c30, c32 = c30;
            TVector c40 = TRows.Value > 4 ? TVector.Create(start[4]) : default;
            TVector c41 = c40, c42 = c40;
            TVector c50 = TRows.Value > 5 ? TVector.Create(start[5]) : default;
            TVector c51 = c50, c52 = c50;
            TVector c60 = TRows.Value > 6 ? TVector.Create(start[6]) : default;
            TVector c61 = c60, c62 = c60;
            TVector c70 = TRows.Value > 7 ? TVector.Create(start[7]) : default;
            TVector c71 = c70, c72 = c70;
            if (tile.Accumulate)
            {
                Real* addend = destination + tile.AddendShift;
                Load<TVectors, TVector>(true, addend, last, out c00, out c01, out c02);
                Load<TVectors, TVector>(TRows.Value > 1, addend += tile.AddendStride, last, out c10, out c11, out c12);
                Load<TVectors, TVector>(TRows.Value > 2, addend += tile.AddendStride, last, out c20, out c21, out c22);
                Load<TVectors, TVector>(TRows.Value > 3, addend += tile.AddendStride, last, out c30, out c31, out c32);
                Load<TVectors, TVector>(TRows.Value > 4, addend += tile.AddendStride, last, out c40, out c41, out c42);
                Load<TVectors, TVector>(TRows.Value > 5, addend += tile.AddendStride, last, out c50, out c51, out c52);
                Load<TVectors, TVector>(TRows.Value > 6, addend += tile.AddendStride, last, out c60, out c61, out c62);
                Load<TVectors, TVector>(TRows.Value > 7, addend += tile.AddendStride, last, out c70, out c71, out c72);
            }

            Real* right = rightStart;
            nint offset = 0;
            for (nint k = depth; k > 0; k--)
            {
                TVector b0 = TVector.Load(right);
                TVector b1 = TVectors.Value > 1 ? TVector.Load(right + (TVectors.Value == 2 ? last : 1 * lane)) : default;
                TVector b2 = TVectors.Value > 2 ? TVector.Load(right + last) : default;
                TVector a0 = TVector.Create(left0[offset]);
                c00 = TVector.FusedMultiplyAdd(a0, b0, c00);
                c01 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a0, b1, c01) : default;
                c02 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a0, b2, c02) : default;

                if (TRows.Value > 1)
                {
                    TVector a = TVector.Create(left1[offset]);
                    c10 = TVector.FusedMultiplyAdd(a, b0, c10);
                    c11 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c11) : default;
                    c12 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c12) : default;
                }

                if (TRows.Value > 2)
                {
                    TVector a = TVector.Create(left2[offset]);
                    c20 = TVector.FusedMultiplyAdd(a, b0, c20);
                    c21 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c21) : default;
                    c22 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c22) : default;
                }

                if (TRows.Value > 3)
                {
                    TVector a = TVector.Create(left3[offset]);
                    c30 = TVector.FusedMultiplyAdd(a, b0, c30);
                    c31 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c31) : default;
                    c32 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c32) : default;
                }

                if (TRows.Value > 4)
                {
                    TVector a = TVector.Create(left4[offset]);
                    c40 = TVector.FusedMultiplyAdd(a, b0, c40);
                    c41 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c41) : default;
                    c42 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c42) : default;
                }

                if (TRows.Value > 5)
                {
                    TVector a = TVector.Create(left5[offset]);
                    c50 = TVector.FusedMultiplyAdd(a, b0, c50);
                    c51 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c51) : default;
                    c52 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c52) : default;
                }

                if (TRows.Value > 6)
                {
                    TVector a = TVector.Create(left6[offset]);
                    c60 = TVector.FusedMultiplyAdd(a, b0, c60);
                    c61 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c61) : default;
                    c62 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c62) : default;
                }

                if (TRows.Value > 7)
                {
                    TVector a = TVector.Create(left7[offset]);
                    c70 = TVector.FusedMultiplyAdd(a, b0, c70);
                    c71 = TVectors.Value > 1 ? TVector.FusedMultiplyAdd(a, b1, c71) : default;
                    c72 = TVectors.Value > 2 ? TVector.FusedMultiplyAdd(a, b2, c72) : default;
                }

                right += rightStride;
                offset += leftStep;
            }

            Real* row = destination;
            Store<TVectors, TVector>(true, row, last, c00, c01, c02);
            Store<TVectors, TVector>(TRows.Value > 1, row += destinationStride, last, c10, c11, c12);
            Store<TVectors, TVector>(TRows.Value > 2, row += destinationStride, last, c20, c21, c22);
            Store<TVectors, TVector>(TRows.Value > 3, row += destinationStride, last, c30, c31, c32);
            Store<TVectors, TVector>(TRows.Value > 4, row += destinationStride, last, c40, c41, c42);
            Store<TVectors, TVector>(TRows.Value > 5, row += destinationStride, last, c50, c51, c52);
            Store<TVectors, TVector>(TRows.Value > 6, row += destinationStride, last, c60, c61, c62);
            Store<TVectors, TVector>(TRows.Value > 7, row += destinationStride, last, c70, c71, c72);

            rightStart += TVectors.Value * lane;
            destination += TVectors.Value * lane;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors, TVector>(
        bool isPresent, Real* row, nint last, out TVector c0, out TVector c1, out TVector c2)
        where TVectors : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint second = TVectors.Value == 2 ? last : TVector.Count;
        c0 = isPresent ? TVector.Load(row) : default;
        c1 = isPresent && TVectors.Value > 1 ? TVector.Load(row + second) : default;
        c2 = isPresent && TVectors.Value > 2 ? TVector.Load(row + last) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector>(bool isPresent, Real* row, nint last, TVector c0, TVector c1, TVector c2)
        where TVectors : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        if (!isPresent)
        {
            return;
        }

        c0.Store(row);
        if (TVectors.Value > 1)
        {
            c1.Store(row + (TVectors.Value == 2 ? last : TVector.Count));
        }

        if (TVectors.Value > 2)
        {
            c2.Store(row + last);
        }
    }
}
