using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>The samples at the end of a row that do not fill the lanes of a sum.</summary>
internal static unsafe class DotTails
{
    /// <summary>Copies the last lanes of some rows, with zeros where whole lanes cover the samples: neither a product of theirs nor an
    /// infinity among them counts twice.</summary>
    /// <param name="tile">Number of samples.</param>
    /// <param name="rows">First sample of the first row.</param>
    /// <param name="stride">Distance between two rows.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="destination">Receives one row of lanes after the other.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Fill(in DotProductTile tile, Real* rows, nint stride, int count, Real* destination)
    {
        int covered = VectorWidth.SumLanes - (int)(tile.Samples % VectorWidth.SumLanes);
        Real* tail = rows + tile.Samples - VectorWidth.SumLanes;
        for (int row = 0; row < count; row++)
        {
            for (int lane = 0; lane < VectorWidth.SumLanes; lane++)
            {
                destination[lane] = lane < covered ? 0 : tail[lane];
            }

            tail += stride;
            destination += VectorWidth.SumLanes;
        }
    }
}
