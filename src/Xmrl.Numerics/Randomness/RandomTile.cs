using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Xmrl.Numerics.Randomness;

/// <summary>Draws in tiles of 64 numbers, the unit of the vector code.</summary>
/// <remarks>
/// Draw number i lies in tile i / 64 at place p = i mod 64 and uses word p / 16 of block 16 · tile + p mod 16. A tile is always computed
/// whole, with the same operations at the same width, and parts of it are copied: a draw's bits cannot depend on its neighbours.
/// </remarks>
internal static class RandomTile
{
    internal const int Length = 64;

    private const int Lanes = Philox4x32.BlocksPerTile;

    internal static double Uniform(RandomKey key, ulong index)
    {
        ulong block = (index / Length * Lanes) + (index % Lanes);
        (uint word0, uint word1, uint word2, uint word3) = Philox4x32.Block(
            ((uint)block, (uint)(block >> 32), (uint)DrawDomain.Uniform, 0), ((uint)key.Value, (uint)(key.Value >> 32)));
        uint word = (index % Length / Lanes) switch { 0 => word0, 1 => word1, 2 => word2, _ => word3 };
#if REAL_IS_DOUBLE
        return word * (1.0 / (1UL << 32));
#else
        return (word >> 8) * (1.0 / (1 << 24));
#endif
    }

    internal static double Normal(RandomKey key, ulong index)
    {
        Real draw = 0;
        Fill<NormalTile>(key, index, new Span<Real>(ref draw));
        return draw;
    }

    internal static void FillUniform(RandomKey key, ulong first, Span<Real> destination) => Fill<UniformTile>(key, first, destination);

    internal static void FillNormal(RandomKey key, ulong first, Span<Real> destination) => Fill<NormalTile>(key, first, destination);

    [SkipLocalsInit]
    private static void Fill<TDraw>(RandomKey key, ulong first, Span<Real> destination)
        where TDraw : struct, ITileDraw
    {
        Span<Real> part = stackalloc Real[Length];
        int position = 0;
        while (position < destination.Length)
        {
            ulong index = first + (ulong)position;
            int offset = (int)(index % Length);
            int count = Math.Min(Length - offset, destination.Length - position);
            Debug.Assert(count > 0, "Every turn makes progress.");
            if (count == Length)
            {
                TDraw.Draw(key, index / Length, ref destination[position]);
            }
            else
            {
                TDraw.Draw(key, index / Length, ref MemoryMarshal.GetReference(part));
                part.Slice(offset, count).CopyTo(destination[position..]);
            }

            position += count;
        }
    }
}
