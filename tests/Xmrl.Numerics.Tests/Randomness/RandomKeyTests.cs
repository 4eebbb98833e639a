using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Randomness;

public sealed class RandomKeyTests
{
    private const int Many = 1 << 20;

    /// <summary>Five standard errors: a right generator fails one fixed key in two million.</summary>
    private const double FiveSigma = 5;

    /// <summary>A draw sums about ten float roundings of numbers up to 7; the double build stays far below.</summary>
    private const double FormulaTolerance = 5e-6;

    /// <summary>u is rounded to a float below 1, so r² = −2 ln u is off by up to 2⁻²⁴ and r by that over r.</summary>
    private const double RoundingOfUnit = 6e-8;

    private static readonly RandomKey Key = RandomKey.FromSeed(20260101);

    [Theory]
    [InlineData(0UL)]
    [InlineData(63UL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFC0UL)]
    public void Fill_AnySplit_EqualsScalarDraws(ulong first)
    {
        for (int length = 0; length <= 256; length++)
        {
            var uniform = new Real[length];
            var normal = new Real[length];
            int cut = length / 3;
            Key.FillUniform(first, uniform.AsSpan(0, cut));
            Key.FillUniform(first + (ulong)cut, uniform.AsSpan(cut));
            Key.FillNormal(first, normal.AsSpan(0, cut));
            Key.FillNormal(first + (ulong)cut, normal.AsSpan(cut));
            for (int i = 0; i < length; i++)
            {
                ((double)uniform[i]).ShouldBe(Key.Uniform(first + (ulong)i));
                ((double)normal[i]).ShouldBe(Key.Normal(first + (ulong)i));
            }
        }
    }

    [Fact]
    public void FillNormal_AgainstPlainLoop_IsBoxMuller()
    {
        var actual = new Real[Many];
        Key.FillNormal(0, actual);
        (uint, uint) key = ((uint)Key.Value, (uint)(Key.Value >> 32));
        for (int i = 0; i < Many; i++)
        {
            uint block = (uint)((i / 64 * 16) + (i % 16));
            int word = i % 64 / 16;
            (uint w0, uint w1, uint w2, uint w3) = Philox4x32.Block((block, 0, (uint)DrawDomain.Normal, 0), key);
            double u = ((word < 2 ? w0 : w2) + 0.5) / Math.Pow(2, 32);
            double angle = Math.Tau * (word < 2 ? w1 : w3) / Math.Pow(2, 32);
            double radius = Math.Sqrt(-2 * Math.Log(u));
            double expected = radius * (word % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
            double tolerance = FormulaTolerance + Math.Min(RoundingOfUnit / radius, Math.Sqrt(2 * RoundingOfUnit));
            if (!(Math.Abs(actual[i] - expected) <= tolerance))
            {
                ((double)actual[i]).ShouldBe(expected, tolerance, $"draw {i}");
            }
        }
    }

    [Fact]
    public void FillNormal_ManyDraws_HasNormalMomentsAndTails()
    {
        var x = new Real[Many];
        Key.FillNormal(0, x);
        x.All(Real.IsFinite).ShouldBeTrue();
        double[] variances = [1, 2, 15, 96];
        double[] moments = [0, 1, 0, 3];
        for (int power = 1; power <= 4; power++)
        {
            double mean = x.Average(v => Math.Pow(v, power));
            mean.ShouldBe(moments[power - 1], FiveSigma * Math.Sqrt(variances[power - 1] / Many), $"moment {power}");
        }

        // P(|z| > t) from tables of the normal distribution.
        (double Threshold, double Probability)[] tails =
        [
            (0.5, 0.617075077), (1, 0.317310508), (2, 0.045500264), (3, 0.002699796), (4, 6.33425e-5),
        ];
        foreach ((double threshold, double probability) in tails)
        {
            double fraction = x.Count(v => Math.Abs(v) > threshold) / (double)Many;
            fraction.ShouldBe(probability, FiveSigma * Math.Sqrt(probability * (1 - probability) / Many), $"beyond {threshold}");
        }

        foreach (int lag in (int[])[1, 4, 16, 32, 64])
        {
            double correlation = Enumerable.Range(0, Many - lag).Average(i => (double)x[i] * x[i + lag]);
            correlation.ShouldBe(0, FiveSigma / Math.Sqrt(Many - lag), $"lag {lag}");
        }
    }

    [Fact]
    public void FillUniform_ManyDraws_IsUniform()
    {
        var x = new Real[Many];
        Key.FillUniform(0, x);
        x.All(v => v is >= 0 and < 1).ShouldBeTrue();
        const int Bins = 64;
        var counts = new int[Bins];
        foreach (Real v in x)
        {
            counts[(int)(v * Bins)]++;
        }

        double expected = Many / (double)Bins;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        chiSquare.ShouldBe(Bins - 1, FiveSigma * Math.Sqrt(2 * (Bins - 1)));
    }

    [Fact]
    public void FillNormal_FixedKey_KeepsItsBits()
    {
        // Stored results rest on these values: a change here changes every result. Same on every instruction set.
        var x = new Real[64];
        new RandomKey(0x0123456789ABCDEF).FillNormal(0, x);
        ulong hash = 14695981039346656037;
        foreach (Real v in x)
        {
            // Rounded to four decimals, both precisions agree.
            hash = (hash ^ (ulong)(long)Math.Round(v * 1e4)) * 1099511628211;
        }

        hash.ShouldBe(GoldenHash);
#if !REAL_IS_DOUBLE
        ulong bits = 14695981039346656037;
        foreach (Real v in x)
        {
            bits = (bits ^ BitConverter.SingleToUInt32Bits(v)) * 1099511628211;
        }

        bits.ShouldBe(GoldenFloatBits);
#endif
    }

    private const ulong GoldenHash = 12292559420152371059;
#if !REAL_IS_DOUBLE
    private const ulong GoldenFloatBits = 226334058425159422;
#endif

    [Fact]
    public void Derive_SeedsIndicesAndPurposes_GiveDistinctKeys()
    {
        var keys = new HashSet<RandomKey>();
        int expected = 0;
        foreach (RandomKey root in Enumerable.Range(0, 20).Select(seed => RandomKey.FromSeed((ulong)seed)))
        {
            keys.Add(root);
            foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
            {
                keys.Add(root.Derive(purpose));
                keys.Add(root.Derive((ulong)purpose));
                expected += 2;
            }

            keys.Add(root.Derive(1).Derive(2));
            keys.Add(root.Derive(2).Derive(1));
            expected += 3;
        }

        keys.Count.ShouldBe(expected);
    }

    [Fact]
    public void Derive_SameArguments_SameKey()
        => Key.Derive(3).Derive(RandomPurpose.Reset).ShouldBe(Key.Derive(3).Derive(RandomPurpose.Reset));

    [Fact]
    public void Derive_SignedIndex_IsTheSameChild()
    {
        Key.Derive(0).ShouldBe(Key.Derive(0UL));
        Key.Derive(int.MaxValue).ShouldBe(Key.Derive((ulong)int.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Key.Derive(-1)).ParamName.ShouldBe("index");
    }

    [Fact]
    public void RandomPurpose_Numbers_AreFrozen()
    {
        string numbers = string.Join(' ', Enum.GetValues<RandomPurpose>().Select(purpose => $"{purpose}={(int)purpose}"));
        numbers.ShouldBe("Other=0 Initialization=1 TaskSampling=2 InnerRollout=3 OuterRollout=4 Evaluation=5 Mixing=6 MixingCoefficients=7 "
            + "MetaParameters=8 Bootstrap=9 TaskBatch=10 Selection=11 Confirmation=12 Reset=13 Action=14 Dynamics=15 ObservationNoise=16 "
            + "Shuffling=17 Probing=18 FreshTasks=19 ContextSampling=20 ReplaySampling=21 LatentNoise=22 Dropout=23 RelaxedCategorical=24 "
            + "VirtualTasks=25 MemorySampling=26 TrialRollout=27");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Integer_ManyDraws_IsUniform(int bound)
    {
        const int Draws = 60_000;
        var counts = new int[bound];
        for (int i = 0; i < Draws; i++)
        {
            counts[Key.Integer((ulong)i, bound)]++;
        }

        double p = 1.0 / bound;
        counts.ShouldAllBe(count => Math.Abs(count - (Draws * p)) <= FiveSigma * Math.Sqrt(Draws * p * (1 - p)));
    }

    [Fact]
    public void Integer_BoundZero_Throws()
        => Should.Throw<ArgumentOutOfRangeException>(() => Key.Integer(0, 0)).ParamName.ShouldBe("exclusiveBound");

    [Fact]
    public void UniformOpen_ManyDraws_IsInsideWithMeanHalf()
    {
        const int Draws = 100_000;
        double[] x = [.. Enumerable.Range(0, Draws).Select(i => Key.UniformOpen((ulong)i))];
        x.ShouldAllBe(v => v > 0 && v < 1);
        x.Average().ShouldBe(0.5, FiveSigma * Math.Sqrt(1.0 / 12 / Draws));
    }

    [Fact]
    public void Permutation_ManyKeys_AllOrdersEquallyLikely()
    {
        const int Draws = 24_000;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<int> order = stackalloc int[4];
        for (int i = 0; i < Draws; i++)
        {
            Key.Derive((ulong)i).Permutation(order);
            string name = string.Join(',', order.ToArray());
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        counts.Count.ShouldBe(24);
        double expected = Draws / 24.0;
        counts.Values.ShouldAllBe(count => Math.Abs(count - expected) <= FiveSigma * Math.Sqrt(expected));
    }
}
