using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Randomness;

public sealed class CategoricalTests
{
    /// <summary>A few roundings of numbers near 1.</summary>
    private const double Rounding = 1e-14;

    private const double FiveSigma = 5;
    private const int Draws = 40_000;

    private static readonly double[] Probabilities = [0.1, 0.6, 0, 0.3];
    private static readonly double[] Logits = [.. Probabilities.Select(p => Math.Log(p) + 700)];
    private static readonly RandomKey Key = RandomKey.FromSeed(5);

    [Fact]
    public void LogProbability_ShiftedLogits_IsLogOfProbability()
    {
        // 700 is near the limit of exp in double and costs three digits.
        const double AfterShift = 1e-12;
        Categorical.LogProbability<double>(Logits, 1).ShouldBe(Math.Log(0.6), AfterShift);
        Categorical.LogProbability<double>(Logits, 2).ShouldBe(double.NegativeInfinity);
        Categorical.LogProbability<float>([1000, 1000], 0).ShouldBe(-Math.Log(2), AfterShift);
    }

    [Fact]
    public void Entropy_KnownDistributions_EqualsSum()
    {
        Categorical.Entropy<double>([3, 3, 3]).ShouldBe(Math.Log(3), Rounding);
        Categorical.Entropy<double>([0, double.NegativeInfinity]).ShouldBe(0);
    }

    [Fact]
    public void KullbackLeibler_KnownDistributions_EqualsSum()
    {
        double[] p = [Math.Log(0.2), Math.Log(0.8)];
        double[] q = [Math.Log(0.5), Math.Log(0.5)];
        Categorical.KullbackLeibler<double>(p, q).ShouldBe((0.2 * Math.Log(0.4)) + (0.8 * Math.Log(1.6)), Rounding);
        Categorical.KullbackLeibler<double>(p, p).ShouldBe(0, Rounding);
        Categorical.KullbackLeibler<double>(p, [0, double.NegativeInfinity]).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Sample_ManyDraws_HasTheProbabilities()
    {
        var counts = new int[4];
        var weighted = new int[4];
        for (int i = 0; i < Draws; i++)
        {
            counts[Categorical.Sample<double>(Logits, Key, (ulong)i)]++;
            weighted[Categorical.SampleWeighted<double>([2, 12, 0, 6], Key.Derive(1), (ulong)i)]++;
        }

        for (int i = 0; i < 4; i++)
        {
            double p = Probabilities[i];

            // Half a count more, since the tolerance of the impossible choice would be 0.
            double tolerance = 0.5 + (FiveSigma * Math.Sqrt(Draws * p * (1 - p)));
            ((double)counts[i]).ShouldBe(Draws * p, tolerance);
            ((double)weighted[i]).ShouldBe(Draws * p, tolerance);
        }
    }

    [Fact]
    public void Sample_NoDistribution_Throws()
    {
        Should.Throw<ArgumentException>(() => Categorical.Sample<double>([], Key, 0)).ParamName.ShouldBe("logits");
        Should.Throw<ArgumentException>(() => Categorical.Sample<double>([0, double.NaN], Key, 0)).ParamName.ShouldBe("logits");
        Should.Throw<ArgumentException>(() => Categorical.SampleWeighted<double>([0, 0], Key, 0)).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => Categorical.SampleWeighted<double>([1, -1], Key, 0)).ParamName.ShouldBe("weights");
    }
}
