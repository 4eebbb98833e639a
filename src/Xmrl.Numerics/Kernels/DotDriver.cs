using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>Cuts a product contracted over samples into tiles of dot products.</summary>
internal static unsafe class DotDriver
{
    // The rows of a tile (10 of 512 to 960 samples) and those of the next stay in the first-level cache, also where it is shared. Fixed: it
    // decides the order of the sum.
    private const int BlockSamples = 640;

    /// <summary>All dot products; the tile's pointers are those of the first rows.</summary>
    /// <param name="whole">Pointers and strides; Samples is the whole length, at least one vector.</param>
    /// <param name="rows">Number of left rows, ≥ 1.</param>
    /// <param name="columns">Number of right rows, ≥ 1.</param>
    public static void Run(in DotProductTile whole, int rows, int columns)
    {
        if (VectorWidth.Is512)
        {
            Run<RealVector512>(whole, rows, columns);
        }
        else if (VectorWidth.Is256)
        {
            Run<RealVector256>(whole, rows, columns);
        }
        else
        {
            Run<RealVector128>(whole, rows, columns);
        }
    }

    private static void Run<TVector>(in DotProductTile whole, int rows, int columns)
        where TVector : unmanaged, IRealVector<TVector>
    {
        DotProductTile tile = whole;
        int maximumRows = DotTile.Rows<TVector>();
        if ((columns <= maximumRows && columns > 2 && rows > columns) || (rows <= 2 && columns > rows)
            || (rows > maximumRows && rows <= DotTile.Columns<TVector>() && columns > rows))
        {
            tile.Left = whole.Right;
            tile.LeftStride = whole.RightStride;
            tile.Right = whole.Left;
            tile.RightStride = whole.LeftStride;
            tile.DestinationRowStep = whole.DestinationColumnStep;
            tile.DestinationColumnStep = whole.DestinationRowStep;
            (rows, columns) = (columns, rows);
        }

        // Blocks of equal length, whole vectors except the last.
        nint lanes = VectorWidth.SumLanes;
        Real* mask = stackalloc Real[VectorWidth.SumLanes];
        tile.TailMask = mask;
        nint samples = tile.Samples;
        nint blocks = Math.Max(1, (samples + (BlockSamples / 2)) / BlockSamples);
        nint vectors = samples / lanes;
        for (nint block = 0; block < blocks; block++)
        {
            nint start = vectors * block / blocks * lanes;
            nint end = block == blocks - 1 ? samples : vectors * (block + 1) / blocks * lanes;
            tile.Samples = end - start;
            DotTails.FillMask(mask, (int)(tile.Samples % lanes));
            tile.Accumulate = whole.Accumulate || block > 0;
            Block<TVector>(tile, rows, columns);
            tile.Left += tile.Samples;
            tile.Right += tile.Samples;
        }
    }

    // Right rows outside: one tile of them stays in the first-level cache while the left rows pass by.
    private static void Block<TVector>(DotProductTile tile, int rows, int columns)
        where TVector : unmanaged, IRealVector<TVector>
    {
        int maximumRows = DotTile.Rows<TVector>();
        int maximumColumns = DotTile.Columns<TVector>();
        int columnTiles = (columns + maximumColumns - 1) / maximumColumns;
        Real* left = tile.Left;
        Real* destination = tile.Destination;
        for (int remainingColumns = columns; remainingColumns > 0; columnTiles--)
        {
            int width = (remainingColumns + columnTiles - 1) / columnTiles;
            // Tiles of two heights that differ by one, the tall ones first.
            int rowTiles = (rows + maximumRows - 1) / maximumRows;
            int low = rows / rowTiles;
            int tall = rows - (low * rowTiles);
            tile.Left = left;
            tile.Destination = destination;
            if (tall > 0)
            {
                TileDispatch.Dot<TVector>(tile, low + 1, width, tall);
                tile.Left += tall * (low + 1) * tile.LeftStride;
                tile.Destination += tall * (low + 1) * tile.DestinationRowStep;
            }

            TileDispatch.Dot<TVector>(tile, low, width, rowTiles - tall);

            tile.Right += width * tile.RightStride;
            destination += width * tile.DestinationColumnStep;
            remainingColumns -= width;
        }
    }
}
