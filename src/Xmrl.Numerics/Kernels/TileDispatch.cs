using static Xmrl.Numerics.Kernels.TileSizes;

namespace Xmrl.Numerics.Kernels;

/// <summary>From sizes known at run time to tiles whose sizes are types.</summary>
internal static class TileDispatch
{
    public static void Tall(in ProductTile tile, int rows, int columns)
    {
        switch (columns)
        {
            case 1:
                TallRows<One>(tile, rows);
                break;
            case 2:
                TallRows<Two>(tile, rows);
                break;
            default:
                TallRows<Three>(tile, rows);
                break;
        }
    }

    private static void TallRows<TColumns>(in ProductTile tile, int rows)
        where TColumns : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                TallTile.Run<One, TColumns>(tile);
                break;
            case 2:
                TallTile.Run<Two, TColumns>(tile);
                break;
            case 3:
                TallTile.Run<Three, TColumns>(tile);
                break;
            case 4:
                TallTile.Run<Four, TColumns>(tile);
                break;
            case 5:
                TallTile.Run<Five, TColumns>(tile);
                break;
            case 6:
                TallTile.Run<Six, TColumns>(tile);
                break;
            case 7:
                TallTile.Run<Seven, TColumns>(tile);
                break;
            default:
                TallTile.Run<Eight, TColumns>(tile);
                break;
        }
    }

    public static void Flat(in ProductTile tile, int rows, int columns)
    {
        switch (columns)
        {
            case 1:
                FlatRows<One>(tile, rows);
                break;
            case 2:
                FlatRows<Two>(tile, rows);
                break;
            case 3:
                FlatRows<Three>(tile, rows);
                break;
            case 4:
                FlatRows<Four>(tile, rows);
                break;
            case 5:
                FlatRows<Five>(tile, rows);
                break;
            default:
                FlatRows<Six>(tile, rows);
                break;
        }
    }

    private static void FlatRows<TColumns>(in ProductTile tile, int rows)
        where TColumns : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                FlatTile.Run<One, TColumns>(tile);
                break;
            case 2:
                FlatTile.Run<Two, TColumns>(tile);
                break;
            case 3:
                FlatTile.Run<Three, TColumns>(tile);
                break;
            default:
                FlatTile.Run<Four, TColumns>(tile);
                break;
        }
    }

    public static void Dot(in DotProductTile tile, int rows, int columns, int tiles)
    {
        switch (columns)
        {
            case 1:
                DotRows<One>(tile, rows, tiles);
                break;
            case 2:
                DotRows<Two>(tile, rows, tiles);
                break;
            case 3:
                DotRows<Three>(tile, rows, tiles);
                break;
            case 4:
                DotRows<Four>(tile, rows, tiles);
                break;
            case 5:
                DotRows<Five>(tile, rows, tiles);
                break;
            default:
                DotRows<Six>(tile, rows, tiles);
                break;
        }
    }

    private static void DotRows<TColumns>(in DotProductTile tile, int rows, int tiles)
        where TColumns : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                DotTile.Run<One, TColumns>(tile, tiles);
                break;
            case 2:
                DotTile.Run<Two, TColumns>(tile, tiles);
                break;
            case 3:
                DotTile.Run<Three, TColumns>(tile, tiles);
                break;
            default:
                DotTile.Run<Four, TColumns>(tile, tiles);
                break;
        }
    }
}
