using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>Dot products of up to 4 rows with up to 6 rows, contracted over samples: 24 vector accumulators, reduced at the end; 3 rows
/// with 4 and 12 accumulators where the processor has 16 registers.</summary>
/// <remarks>Every dot product uses the same lanes and the same reduction tree whatever the tile and the width of the vectors, so its bits
/// depend on its two rows alone. Vectors that are narrower than the lanes of a sum pass over the samples once for each part of
/// them.</remarks>
internal static unsafe class DotTile
{
    /// <summary>Most left rows of a tile whose accumulators stay in registers.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    public static int Rows<TVector>()
        where TVector : unmanaged, IRealVector<TVector> => TVector.Registers < 32 ? 3 : DotParts.Rows;

    /// <summary>Most right rows of a tile whose accumulators stay in registers.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    public static int Columns<TVector>()
        where TVector : unmanaged, IRealVector<TVector> => TVector.Registers < 32 ? 4 : DotParts.Columns;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRows, TColumns, TVector>(in DotProductTile tile, int tiles)
        where TRows : struct, ITileSize
        where TColumns : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        Real* parts = stackalloc Real[DotParts.Length];
        Real* left = tile.Left;
        Real* destination = tile.Destination;
        nint whole = tile.Samples - (tile.Samples % VectorWidth.SumLanes);
        Real* tails = stackalloc Real[(TRows.Value + TColumns.Value) * VectorWidth.SumLanes];
        Real* rightTails = tails + (TRows.Value * VectorWidth.SumLanes);
        if (whole < tile.Samples)
        {
            DotTails.Fill(tile, tile.Right, tile.RightStride, TColumns.Value, rightTails);
        }

        for (int remaining = tiles; remaining > 0; remaining--)
        {
            if (whole < tile.Samples)
            {
                DotTails.Fill(tile, left, tile.LeftStride, TRows.Value, tails);
            }

            Real* next = left + (TRows.Value * tile.LeftStride);
            for (nint part = 0; part < VectorWidth.SumLanes; part += TVector.Count)
            {
                TVector c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default;
                TVector c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
                TVector c20 = default, c21 = default, c22 = default, c23 = default, c24 = default, c25 = default;
                TVector c30 = default, c31 = default, c32 = default, c33 = default, c34 = default, c35 = default;

                // The samples that do not fill the lanes come first, then all others.
                bool ragged = whole < tile.Samples;
                Real* a0 = ragged ? tails : left;
                Real* b0 = ragged ? rightTails : tile.Right;
                nint leftStride = ragged ? VectorWidth.SumLanes : tile.LeftStride;
                nint rightStride = ragged ? VectorWidth.SumLanes : tile.RightStride;
                nint end = ragged ? VectorWidth.SumLanes : whole;
                while (true)
                {
                    Real* a1 = a0 + (TRows.Value > 1 ? leftStride : 0);
                    Real* a2 = a1 + (TRows.Value > 2 ? leftStride : 0);
                    Real* a3 = a2 + (TRows.Value > 3 ? leftStride : 0);
                    Real* b1 = b0 + (TColumns.Value > 1 ? rightStride : 0);
                    Real* b2 = b1 + (TColumns.Value > 2 ? rightStride : 0);
                    Real* b3 = b2 + (TColumns.Value > 3 ? rightStride : 0);
                    Real* b4 = b3 + (TColumns.Value > 4 ? rightStride : 0);
                    Real* b5 = b4 + (TColumns.Value > 5 ? rightStride : 0);
                    for (nint k = part; k < end; k += VectorWidth.SumLanes)
                    {
                        TVector x0 = TVector.Load(a0 + k);
                        TVector x1 = TRows.Value > 1 ? TVector.Load(a1 + k) : default;
                        TVector x2 = TRows.Value > 2 ? TVector.Load(a2 + k) : default;
                        TVector x3 = TRows.Value > 3 ? TVector.Load(a3 + k) : default;
                        TVector y0 = TVector.Load(b0 + k);
                        c00 = TVector.FusedMultiplyAdd(x0, y0, c00);
                        c10 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y0, c10) : default;
                        c20 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y0, c20) : default;
                        c30 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y0, c30) : default;

                        if (TColumns.Value > 1)
                        {
                            TVector y = TVector.Load(b1 + k);
                            c01 = TVector.FusedMultiplyAdd(x0, y, c01);
                            c11 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y, c11) : default;
                            c21 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y, c21) : default;
                            c31 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y, c31) : default;
                        }

                        if (TColumns.Value > 2)
                        {
                            TVector y = TVector.Load(b2 + k);
                            c02 = TVector.FusedMultiplyAdd(x0, y, c02);
                            c12 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y, c12) : default;
                            c22 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y, c22) : default;
                            c32 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y, c32) : default;
                        }

                        if (TColumns.Value > 3)
                        {
                            TVector y = TVector.Load(b3 + k);
                            c03 = TVector.FusedMultiplyAdd(x0, y, c03);
                            c13 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y, c13) : default;
                            c23 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y, c23) : default;
                            c33 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y, c33) : default;
                        }

                        if (TColumns.Value > 4)
                        {
                            TVector y = TVector.Load(b4 + k);
                            c04 = TVector.FusedMultiplyAdd(x0, y, c04);
                            c14 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y, c14) : default;
                            c24 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y, c24) : default;
                            c34 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y, c34) : default;
                        }

                        if (TColumns.Value > 5)
                        {
                            TVector y = TVector.Load(b5 + k);
                            c05 = TVector.FusedMultiplyAdd(x0, y, c05);
                            c15 = TRows.Value > 1 ? TVector.FusedMultiplyAdd(x1, y, c15) : default;
                            c25 = TRows.Value > 2 ? TVector.FusedMultiplyAdd(x2, y, c25) : default;
                            c35 = TRows.Value > 3 ? TVector.FusedMultiplyAdd(x3, y, c35) : default;
                        }
                    }

                    if (!ragged)
                    {
                        break;
                    }

                    ragged = false;
                    a0 = left;
                    b0 = tile.Right;
                    leftStride = tile.LeftStride;
                    rightStride = tile.RightStride;
                    end = whole;
                }

                // The rows of the next tile start on their way while this one is being reduced.
                Real* ahead = next;
                for (int fetched = 0; fetched < TRows.Value && Sse.IsSupported; fetched++)
                {
                    Sse.Prefetch0(ahead);
                    Sse.Prefetch0(ahead + VectorWidth.SumLanes);
                    Sse.Prefetch0(ahead + (2 * VectorWidth.SumLanes));
                    Sse.Prefetch0(ahead + (3 * VectorWidth.SumLanes));
                    ahead += tile.LeftStride;
                }

                if (TVector.Count == VectorWidth.SumLanes && DotTransposition.IsSupported)
                {
                    Vector512<float> column0 = DotTransposition.Column<TRows, TVector>(c00, c10, c20, c30);
                    Vector512<float> column1 = TColumns.Value > 1 ? DotTransposition.Column<TRows, TVector>(c01, c11, c21, c31) : column0;
                    Vector512<float> column2 = TColumns.Value > 2 ? DotTransposition.Column<TRows, TVector>(c02, c12, c22, c32) : column0;
                    Vector512<float> column3 = TColumns.Value > 3 ? DotTransposition.Column<TRows, TVector>(c03, c13, c23, c33) : column1;
                    DotTransposition.Put<TRows>(
                        tile, destination, Math.Min(TColumns.Value, 4), DotTransposition.Sums(column0, column1, column2, column3));
                    if (TColumns.Value > 4)
                    {
                        column0 = DotTransposition.Column<TRows, TVector>(c04, c14, c24, c34);
                        column1 = TColumns.Value > 5 ? DotTransposition.Column<TRows, TVector>(c05, c15, c25, c35) : column0;
                        DotTransposition.Put<TRows>(
                            tile, destination + (4 * tile.DestinationColumnStep), TColumns.Value - 4,
                            DotTransposition.Sums(column0, column1, column0, column1));
                    }

                    continue;
                }

                int row = TColumns.Value * VectorWidth.SumLanes;
                DotParts.Keep<TColumns, TVector>(parts + part, c00, c01, c02, c03, c04, c05);
                if (TRows.Value > 1)
                {
                    DotParts.Keep<TColumns, TVector>(parts + part + row, c10, c11, c12, c13, c14, c15);
                }

                if (TRows.Value > 2)
                {
                    DotParts.Keep<TColumns, TVector>(parts + part + (2 * row), c20, c21, c22, c23, c24, c25);
                }

                if (TRows.Value > 3)
                {
                    DotParts.Keep<TColumns, TVector>(parts + part + (3 * row), c30, c31, c32, c33, c34, c35);
                }

                if (part + TVector.Count == VectorWidth.SumLanes)
                {
                    DotParts.Put<TRows, TColumns>(tile, destination, parts);
                }
            }

            left = next;
            destination += TRows.Value * tile.DestinationRowStep;
        }
    }
}
