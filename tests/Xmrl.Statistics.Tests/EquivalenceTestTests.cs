namespace Xmrl.Statistics.Tests;

public sealed class EquivalenceTestTests
{
    /// <summary>The law of t with two degrees of freedom is elementary: P(T ≤ t) = ½ + t/(2√(2 + t²)).</summary>
    private const double Tolerance = 1e-12;

    private static readonly double[] s_first = [11, 12, 13];
    private static readonly double[] s_second = [10, 10, 10];

    [Theory]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(40)]
    public void PValue_DifferencesOneTwoThree_IsTheLargerOneSidedProbability(double margin)
    {
        double error = 1 / Math.Sqrt(3);
        double expected = Math.Max(Below(-(2 + margin) / error), Below((2 - margin) / error));

        EquivalenceTest.PValue(s_first, s_second, margin)!.Value.ShouldBe(expected, Tolerance);
        EquivalenceTest.PValue(s_second, s_first, margin)!.Value.ShouldBe(expected, Tolerance);

        static double Below(double t) => 0.5 + (t / (2 * Math.Sqrt(2 + (t * t))));
    }

    [Fact]
    public void PValue_MarginAtTheMean_IsOneHalf()
        => EquivalenceTest.PValue(s_first, s_second, 2)!.Value.ShouldBe(0.5, Tolerance);

    [Fact]
    public void PValue_NoVarianceOrOneSeed_IsNull()
    {
        EquivalenceTest.PValue([11, 12], [10, 11], 5).ShouldBeNull();
        EquivalenceTest.PValue([11], [10], 5).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void PValue_MarginNotPositive_IsRefused(double margin)
        => Should.Throw<ArgumentOutOfRangeException>(() => EquivalenceTest.PValue(s_first, s_second, margin))
            .Message.ShouldContain("margin");

    [Fact]
    public void PValue_NullAtTheMargin_RejectsAsOftenAsTheLevelSays()
    {
        // The true difference is the margin itself: each rejection is an error.
        const int Samples = 4000, Seeds = 5;
        var key = Numerics.Randomness.RandomKey.FromSeed(3);
        int rejected = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] first = [.. Enumerable.Range(0, Seeds).Select(i => 3 + (0.2 * key.Normal((ulong)((sample * Seeds) + i))))];
            rejected += EquivalenceTest.PValue(first, new double[Seeds], 3) < 0.05 ? 1 : 0;
        }

        // Four standard errors of a share of 5 %.
        (rejected / (double)Samples).ShouldBe(0.05, 0.014);
    }
}
