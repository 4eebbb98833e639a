using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Randomness;

/// <summary>Standard normal draws by the transform of Box and Muller (1958).</summary>
/// <remarks>
/// Words v, w give the pair √(−2 ln u) · (cos φ, sin φ) with u = (v + ½) / 2³² and φ = 2πw / 2³². Words 0 and 1 of a block make its
/// first and second number, words 2 and 3 its third and fourth. u ≥ 2⁻³³, so |z| ≤ √(66 ln 2) &lt; 6.77 and nothing is ever infinite.
/// </remarks>
internal readonly struct NormalTile : ITileDraw
{
    /// <inheritdoc/>
    public static void Draw(RandomKey key, ulong tile, ref Real destination)
    {
        ulong first = tile * Philox4x32.BlocksPerTile;
        if (Vector512.IsHardwareAccelerated)
        {
            Philox4x32.SixteenBlocks(
                first,
                (uint)DrawDomain.Normal,
                key.Value,
                out Vector512<uint> word0,
                out Vector512<uint> word1,
                out Vector512<uint> word2,
                out Vector512<uint> word3);

            // Eight lanes at a time: nearly as fast as sixteen.
            StorePairs(word0.GetLower(), word1.GetLower(), word2.GetLower(), word3.GetLower(), ref destination);
            StorePairs(
                word0.GetUpper(), word1.GetUpper(), word2.GetUpper(), word3.GetUpper(),
                ref Unsafe.Add(ref destination, Vector256<uint>.Count));
            return;
        }

        for (int half = 0; half < Philox4x32.BlocksPerTile; half += Vector256<uint>.Count)
        {
            Philox4x32.EightBlocks(
                first + (ulong)half,
                (uint)DrawDomain.Normal,
                key.Value,
                out Vector256<uint> word0,
                out Vector256<uint> word1,
                out Vector256<uint> word2,
                out Vector256<uint> word3);
            StorePairs(word0, word1, word2, word3, ref Unsafe.Add(ref destination, half));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePairs(
        Vector256<uint> word0, Vector256<uint> word1, Vector256<uint> word2, Vector256<uint> word3, ref Real destination)
    {
        StorePair(word0, word1, ref destination);
        StorePair(word2, word3, ref Unsafe.Add(ref destination, 2 * Philox4x32.BlocksPerTile));
    }

#if REAL_IS_DOUBLE
    private static void StorePair(Vector256<uint> radiusWords, Vector256<uint> angleWords, ref Real destination)
    {
        const double Unit = 1.0 / (1UL << 32);
        for (int i = 0; i < Vector256<uint>.Count; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log((radiusWords.GetElement(i) + 0.5) * Unit));
            (double sine, double cosine) = Math.SinCos((int)angleWords.GetElement(i) * (Math.Tau * Unit));
            Unsafe.Add(ref destination, i) = radius * cosine;
            Unsafe.Add(ref destination, i + Philox4x32.BlocksPerTile) = radius * sine;
        }
    }
#else
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector256<uint> radiusWords, Vector256<uint> angleWords, ref Real destination)
    {
        Vector256<float> squared = Vector256.Create(-2f) * LogOfUnit(radiusWords);
        Vector256<float> radius = Vector256.Sqrt(Vector256.Max(squared, Vector256<float>.Zero));
        (Vector256<float> sine, Vector256<float> cosine) = SinCosOfTurn(angleWords);
        (radius * cosine).StoreUnsafe(ref destination);
        (radius * sine).StoreUnsafe(ref destination, Philox4x32.BlocksPerTile);
    }

    /// <summary>ln((word + ½) / 2³²), coefficients of logf in the Cephes library (Moshier).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOfUnit(Vector256<uint> words)
    {
        // Both parts are exact, so the fused sum is (word + ½) / 2³² rounded once, on every instruction set.
        Vector256<float> high = Vector256.ConvertToSingle((words >>> 8).AsInt32());
        Vector256<float> low = Vector256.FusedMultiplyAdd(
            Vector256.ConvertToSingle(
                (words & Vector256.Create(0xFFu)).AsInt32()), Vector256.Create(1f / (1UL << 32)), Vector256.Create(0.5f / (1UL << 32)));
        Vector256<float> unit = Vector256.FusedMultiplyAdd(high, Vector256.Create(1f / (1 << 24)), low);

        // unit = (1 + x) · 2^exponent with 1 + x in [√½, √2).
        const int BitsOfRootHalf = 0x3F3504F3;
        Vector256<int> bits = unit.AsInt32();
        Vector256<int> exponent = (bits - Vector256.Create(BitsOfRootHalf)) >> 23;
        Vector256<float> x = (bits - (exponent << 23)).AsSingle() - Vector256<float>.One;
        Vector256<float> e = Vector256.ConvertToSingle(exponent);
        Vector256<float> x2 = x * x;

        Vector256<float> p = Vector256.Create(7.0376836292e-2f);
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(-1.1514610310e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(1.1676998740e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(-1.2420140846e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(1.4249322787e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(-1.6668057665e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(2.0000714765e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(-2.4999993993e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(3.3333331174e-1f));
        Vector256<float> tail = Vector256.FusedMultiplyAdd(e, Vector256.Create(-2.12194440e-4f), p * (x2 * x));
        tail = Vector256.FusedMultiplyAdd(x2, Vector256.Create(-0.5f), tail);
        return Vector256.FusedMultiplyAdd(e, Vector256.Create(0.693359375f), x + tail);
    }

    /// <summary>sin and cos of 2π · word / 2³², coefficients of sinf and cosf in the Cephes library (Moshier).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Sine, Vector256<float> Cosine) SinCosOfTurn(Vector256<uint> words)
    {
        // The nearest quarter turn and the signed rest in [−π/4, π/4): exact in integers.
        Vector256<uint> quarter = (words + Vector256.Create(1u << 29)) >>> 30;
        Vector256<int> rest = (words - (quarter << 30)).AsInt32();
        Vector256<float> x = Vector256.ConvertToSingle(rest) * Vector256.Create((float)(Math.Tau / (1UL << 32)));
        Vector256<float> x2 = x * x;

        Vector256<float> s = Vector256.Create(-1.9515295891e-4f);
        s = Vector256.FusedMultiplyAdd(s, x2, Vector256.Create(8.3321608736e-3f));
        s = Vector256.FusedMultiplyAdd(s, x2, Vector256.Create(-1.6666654611e-1f));
        s = Vector256.FusedMultiplyAdd(s, x2 * x, x);

        Vector256<float> c = Vector256.Create(2.443315711809948e-5f);
        c = Vector256.FusedMultiplyAdd(c, x2, Vector256.Create(-1.388731625493765e-3f));
        c = Vector256.FusedMultiplyAdd(c, x2, Vector256.Create(4.166664568298827e-2f));
        c = Vector256.FusedMultiplyAdd(c, x2, Vector256.Create(-0.5f));
        c = Vector256.FusedMultiplyAdd(c, x2, Vector256<float>.One);

        // Odd quarters exchange sine and cosine; bit 1 of the quarter (of quarter + 1) is the sign of the sine (of the cosine).
        Vector256<uint> one = Vector256<uint>.One;
        Vector256<float> odd = Vector256.Equals(quarter & one, one).AsSingle();
        Vector256<uint> sineSign = (quarter & Vector256.Create(2u)) << 30;
        Vector256<uint> cosineSign = ((quarter + one) & Vector256.Create(2u)) << 30;
        Vector256<float> sine = Vector256.ConditionalSelect(odd, c, s);
        Vector256<float> cosine = Vector256.ConditionalSelect(odd, s, c);
        return ((sine.AsUInt32() ^ sineSign).AsSingle(), (cosine.AsUInt32() ^ cosineSign).AsSingle());
    }
#endif
}
