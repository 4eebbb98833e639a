using Xmrl.Numerics.Kernels.Vectors;
using static Xmrl.Numerics.Kernels.TileSizes;

namespace Xmrl.Numerics.Kernels;

/// <summary>From sizes known at run time to tiles whose sizes are types.</summary>
internal static class TileDispatch
{
    public static void Tall<TVector>(in ProductTile tile, int rows, int columns)
        where TVector : unmanaged, IRealVector<TVector>
    {
        switch (columns)
        {
            case 1:
                TallRows<One, TVector>(tile, rows);
                break;
            case 2:
                TallRows<Two, TVector>(tile, rows);
                break;
            default:
                TallRows<Three, TVector>(tile, rows);
                break;
        }
    }

    private static void TallRows<TColumns, TVector>(in ProductTile tile, int rows)
        where TColumns : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        switch (rows)
        {
            case 1:
                TallTile.Run<One, TColumns, TVector>(tile);
                break;
            case 2:
                TallTile.Run<Two, TColumns, TVector>(tile);
                break;
            case 3:
                TallTile.Run<Three, TColumns, TVector>(tile);
                break;
            case 4:
                TallTile.Run<Four, TColumns, TVector>(tile);
                break;
            case 5:
                TallTile.Run<Five, TColumns, TVector>(tile);
                break;
            case 6:
                TallTile.Run<Six, TColumns, TVector>(tile);
                break;
            case 7:
                TallTile.Run<Seven, TColumns, TVector>(tile);
                break;
            default:
                TallTile.Run<Eight, TColumns, TVector>(tile);
                break;
        }
    }

    public static void Dot<TVector>(in DotProductTile tile, int rows, int columns, int tiles)
        where TVector : unmanaged, IRealVector<TVector>
    {
        switch (columns)
        {
            case 1:
                DotRows<One, TVector>(tile, rows, tiles);
                break;
            case 2:
                DotRows<Two, TVector>(tile, rows, tiles);
                break;
            case 3:
                DotRows<Three, TVector>(tile, rows, tiles);
                break;
            case 4:
                DotRows<Four, TVector>(tile, rows, tiles);
                break;
            case 5:
                DotRows<Five, TVector>(tile, rows, tiles);
                break;
            default:
                DotRows<Six, TVector>(tile, rows, tiles);
                break;
        }
    }

    private static void DotRows<TColumns, TVector>(in DotProductTile tile, int rows, int tiles)
        where TColumns : struct, ITileSize
        where TVector : unmanaged, IRealVector<TVector>
    {
        switch (rows)
        {
            case 1:
                DotTile.Run<One, TColumns, TVector>(tile, tiles);
                break;
            case 2:
                DotTile.Run<Two, TColumns, TVector>(tile, tiles);
                break;
            case 3:
                DotTile.Run<Three, TColumns, TVector>(tile, tiles);
                break;
            default:
                DotTile.Run<Four, TColumns, TVector>(tile, tiles);
                break;
        }
    }
}
