using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>The samples at the end of a row that do not fill the lanes of a sum.</summary>
internal static unsafe class DotTails
{
    private static readonly Real s_allBits = typeof(Real) == typeof(float)
        ? (Real)BitConverter.UInt32BitsToSingle(uint.MaxValue)
        : (Real)BitConverter.UInt64BitsToDouble(ulong.MaxValue);

    /// <summary>Makes the mask of a tile.</summary>
    /// <param name="mask">Receives one number per lane of a sum: all bits in the last lanes, none in the others.</param>
    /// <param name="count">Number of those last lanes.</param>
    public static void FillMask(Real* mask, int count)
    {
        for (int lane = 0; lane < VectorWidth.SumLanes; lane++)
        {
            mask[lane] = lane < VectorWidth.SumLanes - count ? 0 : s_allBits;
        }
    }

    /// <summary>Copies the last lanes of some rows, with zeros where whole lanes cover the samples: neither a product of theirs nor an
    /// infinity among them counts twice.</summary>
    /// <param name="tile">Number of samples and mask.</param>
    /// <param name="rows">First sample of the first row.</param>
    /// <param name="stride">Distance between two rows.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="destination">Receives one row of lanes after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(in DotProductTile tile, Real* rows, nint stride, int count, Real* destination)
    {
        Vector256<Real> low = Vector256.Load(tile.TailMask);
        Vector256<Real> high = Vector256.Load(tile.TailMask + Vector256<Real>.Count);
        Real* tail = rows + tile.Samples - VectorWidth.SumLanes;
        for (int row = 0; row < count; row++)
        {
            (Vector256.Load(tail) & low).Store(destination);
            (Vector256.Load(tail + Vector256<Real>.Count) & high).Store(destination + Vector256<Real>.Count);
            tail += stride;
            destination += VectorWidth.SumLanes;
        }
    }
}
