namespace Xmrl.Numerics.Kernels;

/// <summary>A number of tile rows or columns as a type, so that it is a constant for the compiler.</summary>
internal interface ITileSize
{
    public static abstract int Value { get; }
}
