using System.Globalization;

namespace Xmrl.Numerics.Randomness;

/// <summary>A splittable source of random numbers without state: every draw is a pure function of the key and an index.</summary>
/// <param name="Value">The 64 bits of the key.</param>
/// <remarks>
/// <para>Nothing is ever advanced, so results cannot depend on the order of the work: give each consumer its own child key
/// (<see cref="Derive(RandomPurpose)"/>, <see cref="Derive(ulong)"/>) and number its draws.</para>
/// <para>The kinds of draw do not overlap: Uniform(7), Normal(7), Integer(7, n) and Derive(7) of one key are independent.</para>
/// <para>Both precisions use the same random words, so a draw of the float build is the rounded draw of the double build (up to the
/// rounding errors of the float formulas).</para>
/// <para>Keys have 64 bits: among n keys two coincide with probability about n² / 2⁶⁵, 3·10⁻⁸ for a million keys.</para>
/// </remarks>
public readonly record struct RandomKey(ulong Value)
{
    /// <summary>The root key of a seed.</summary>
    /// <param name="seed">Any value.</param>
    /// <returns>A key; different seeds give different keys.</returns>
    public static RandomKey FromSeed(ulong seed) => new(Bits(new RandomKey(0), seed, DrawDomain.Seed));

    /// <summary>The child number <paramref name="index"/>, for example of a task, a trajectory or an iteration.</summary>
    /// <param name="index">Any value.</param>
    /// <returns>A key independent of this key's draws and of its other children.</returns>
    public RandomKey Derive(ulong index) => new(Bits(this, index, DrawDomain.Child));

    /// <summary>The child number <paramref name="index"/>; the same key as for the unsigned index.</summary>
    /// <param name="index">≥ 0.</param>
    /// <returns>A key independent of this key's draws and of its other children.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public RandomKey Derive(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return Derive((ulong)index);
    }

    /// <summary>The child for a purpose; independent of all numbered children.</summary>
    /// <param name="purpose">The purpose; its number enters the key.</param>
    /// <returns>A key independent of this key's draws and of its other children.</returns>
    public RandomKey Derive(RandomPurpose purpose) => new(Bits(this, (ulong)(uint)purpose, DrawDomain.Purpose));

    /// <summary>A uniform draw in [0, 1).</summary>
    /// <param name="index">Number of the draw, any value.</param>
    /// <returns>A multiple of 2⁻²⁴ (float build) or 2⁻³² (double build), exactly representable as <c>Real</c>.</returns>
    public double Uniform(ulong index) => RandomTile.Uniform(this, index);

    /// <summary>A uniform draw in (0, 1) with 53 bits in both builds: never 0 or 1, so logarithms are finite.</summary>
    /// <param name="index">Number of the draw, any value.</param>
    /// <returns>(k + ½) · 2⁻⁵², k uniform over 52 bits.</returns>
    public double UniformOpen(ulong index) => ((Bits(this, index, DrawDomain.UniformOpen) >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>A standard normal draw.</summary>
    /// <param name="index">Number of the draw, any value.</param>
    /// <returns>A finite value of precision <c>Real</c>, at most 6.8 in magnitude.</returns>
    /// <remarks>Costs as much as a tile of 64 draws by <see cref="FillNormal"/>: use that one for more than a few values.</remarks>
    public double Normal(ulong index) => RandomTile.Normal(this, index);

    /// <summary>A uniform integer in [0, <paramref name="exclusiveBound"/>).</summary>
    /// <param name="index">Number of the draw, any value.</param>
    /// <param name="exclusiveBound">n ≥ 1.</param>
    /// <returns>⌊w · n / 2⁶⁴⌋ for a random 64-bit w; the probabilities differ from 1/n by less than 2⁻⁶⁴.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveBound"/> is below 1.</exception>
    public int Integer(ulong index, int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveBound, 1);
        return (int)Math.BigMul(Bits(this, index, DrawDomain.Integer), (ulong)exclusiveBound, out _);
    }

    /// <summary>Uniform draws number first, first + 1, …</summary>
    /// <param name="first">Number of the first draw; numbers wrap at 2⁶⁴.</param>
    /// <param name="destination">Receives the draws. Any length. Element i has the bits of Uniform(first + i), however a range is
    /// split.</param>
    public void FillUniform(ulong first, Span<Real> destination) => RandomTile.FillUniform(this, first, destination);

    /// <summary>Standard normal draws number first, first + 1, …</summary>
    /// <param name="first">Number of the first draw; numbers wrap at 2⁶⁴. Fastest if a multiple of 64.</param>
    /// <param name="destination">Receives the draws. Any length. Element i has the bits of Normal(first + i), however a range is
    /// split.</param>
    public void FillNormal(ulong first, Span<Real> destination) => RandomTile.FillNormal(this, first, destination);

    /// <summary>A random order of 0 … n − 1, all n! equally likely up to the number of keys.</summary>
    /// <param name="destination">Receives the permutation. Shape [n].</param>
    public void Permutation(Span<int> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = i;
        }

        Shuffle(destination);
    }

    /// <summary>Puts the items into a random order (Fisher–Yates); uses the integer draws 1 … n − 1 of this key.</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">The items, rearranged in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Integer((ulong)i, i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The key as 16 hexadecimal digits.</summary>
    /// <returns>For example <c>9B1E05A2C3D4F687</c>.</returns>
    public override string ToString() => Value.ToString("X16", CultureInfo.InvariantCulture);

    private static ulong Bits(RandomKey key, ulong index, DrawDomain domain)
    {
        (uint low, uint high, _, _) = Philox4x32.Block(
            ((uint)index, (uint)(index >> 32), (uint)domain, 0), ((uint)key.Value, (uint)(key.Value >> 32)));
        return ((ulong)high << 32) | low;
    }
}
