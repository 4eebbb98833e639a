using Xmrl.Numerics.Randomness;

namespace Xmrl.Statistics.Tests;

/// <summary>Intervals of scores against ends that follow from exact sums or by hand.</summary>
public sealed class ScoreIntervalsTests
{
    private const double Tail = 0.025;

    /// <summary>Four standard errors of a quantile's level with 4,000 draws: 4·√(0.025·0.975/4000).</summary>
    private const double LevelTolerance = 0.01;

    /// <summary>The same with the 1,000 draws of more than 1,000 scores.</summary>
    private const double LevelToleranceOfMany = 0.02;
    private static readonly RandomKey Key = RandomKey.FromSeed(5);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(3, 10)]
    [InlineData(9, 10)]
    [InlineData(20, 20)]
    [InlineData(60, 100)]
    [InlineData(2, 1500)]
    public void Of_ZerosAndOnes_HasTheEndsOfClopperAndPearson(int successes, int count)
    {
        double[] scores = [.. Enumerable.Range(0, count).Select(i => i < successes ? 1.0 : 0.0)];

        Interval interval = Shares().Of(scores, ScoreStatistic.Mean);

        double tolerance = count > 1000 ? LevelToleranceOfMany : LevelTolerance;

        // Their ends: P(at least k | low) = 0.025 and P(at most k | high) = 0.025, sums of binomial probabilities; 0 and 1 at the edges.
        if (successes == 0)
        {
            interval.Low.ShouldBe(0);
        }
        else
        {
            Binomial(count, interval.Low!.Value, successes, count).ShouldBe(Tail, tolerance);
        }

        if (successes == count)
        {
            interval.High.ShouldBe(1);
        }
        else
        {
            Binomial(count, interval.High!.Value, 0, successes).ShouldBe(Tail, tolerance);
        }
    }

    [Fact]
    public void Of_OneScore_HasTheEndsOfOneUniformNumber()
    {
        // Mean of the law with mass U at the least score 0 and 1 − U at x = 0.5 below, x and 1 above: quantiles 0.5·0.025 and 0.5 +
        // 0.5·0.975.
        Interval interval = Shares().Of([0.5], ScoreStatistic.Mean);

        interval.Low!.Value.ShouldBe(0.5 * Tail, LevelTolerance);
        interval.High!.Value.ShouldBe(0.5 + (0.5 * (1 - Tail)), LevelTolerance);
    }

    [Fact]
    public void Of_TailOfTwoScores_HasTheEndsOfOrderedUniformNumbers()
    {
        // Scores 0.4 and 1, tail 0.2: the lower law puts min(U₁, 0.2) at 0, up to min(U₂, 0.2) at 0.4, the rest of the tail at 1. It is 0
        // where U₁ ≥ 0.2, which has probability 0.64 > 0.025.
        // The upper law puts min(U₁, 0.2) at 0.4 and the rest of the tail at 1: its 97.5 % quantile is 1 − 0.6·u/0.2 with P(U₁ ≤ u) = 1 −
        // (1 − u)² = 0.025.
        Interval interval = Shares().Of([1, 0.4], ScoreStatistic.ConditionalValueAtRisk);

        interval.Low.ShouldBe(0);
        double u = 1 - Math.Sqrt(1 - Tail);
        interval.High!.Value.ShouldBe(1 - (0.6 * u / 0.2), 3 * LevelTolerance);
    }

    [Fact]
    public void Of_InterquartileMeanWithoutRange_IsTukeyAndMcLaughlins()
    {
        // 1 … 12: three of each end are moved to 4 and 9. Winsorised squares 2·(4·2.5² + 1.5² + 0.5²) = 55, h = 6: √(55/(6·5)) = 1.35401;
        // t of 5 degrees 2.570582.
        double[] scores = [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

        Interval interval = new ScoreIntervals(Key, range: null).Of(scores, ScoreStatistic.InterquartileMean);

        interval.Value.ShouldBe(6.5, 1e-12);
        interval.Low!.Value.ShouldBe(6.5 - (2.570582 * 1.354006), 1e-4);
        interval.High!.Value.ShouldBe(6.5 + (2.570582 * 1.354006), 1e-4);
    }

    [Fact]
    public void Of_TailWithoutRange_IsStudentsOnTheContributions()
    {
        // 1 … 100: CVaR 10.5, q = 20. Contributions 20 − 5·max(0, 20 − i): sum over the tail of 5·(20 − i) is 950, of squares 25·2470 =
        // 61750.
        // s² = (61750 − 950²/100)/99; the tail holds 20 scores: t of 19 degrees 2.093024.
        double[] scores = [.. Enumerable.Range(1, 100).Select(i => (double)i)];

        Interval interval = new ScoreIntervals(Key, range: null).Of(scores, ScoreStatistic.ConditionalValueAtRisk);

        double reach = 2.093024 * Math.Sqrt((61750 - (950 * 950 / 100.0)) / 99 / 100);
        interval.Value.ShouldBe(10.5, 1e-12);
        interval.Low!.Value.ShouldBe(10.5 - reach, 1e-4);
        interval.High!.Value.ShouldBe(10.5 + reach, 1e-4);
    }

    [Fact]
    public void Of_TooFewScoresWithoutRange_SaysSo()
    {
        var intervals = new ScoreIntervals(Key, range: null);

        intervals.Of([1, 2, 3, 4], ScoreStatistic.ConditionalValueAtRisk).ShouldBe(Interval.None(1, "n = 4 is too few for CVaR"));
        intervals.Of([1, 2, 3, 4], ScoreStatistic.InterquartileMean)
            .ShouldBe(Interval.None(2.5, "n = 4 is too few for the interquartile mean"));
        intervals.Of([3], ScoreStatistic.Mean).ShouldBe(Interval.None(3, "n = 1 is too few for a mean"));
        intervals.Of([.. Enumerable.Repeat(2.0, 100)], ScoreStatistic.ConditionalValueAtRisk).Reason.ShouldBe(Interval.NoVariance);
        intervals.Difference([2, 3], [1, 2]).ShouldBe(Interval.None(1, Interval.NoVariance));
    }

    [Fact]
    public void Difference_EqualScoresOfKnownRange_IsNotCertain()
    {
        // Ten differences of 0 in [−1, 1]: the lower law has mass U₁ at −1 and the rest at 0, so that its mean is −U₁. P(U₁ > u) = (1 −
        // u)¹⁰ = 0.025.
        double[] scores = [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1];

        Interval interval = Shares().Difference(scores, scores);

        double reach = 1 - Math.Pow(Tail, 1 / 10.0);
        interval.Low!.Value.ShouldBe(-reach, 4 * LevelTolerance);
        interval.High!.Value.ShouldBe(reach, 4 * LevelTolerance);
    }

    [Fact]
    public void Of_SameKey_SameBits()
    {
        double[] scores = [0.2, 0.4, 1, 1];
        Interval first = Shares().Of(scores, ScoreStatistic.Mean);

        Shares().Of([1, 0.4, 1, 0.2], ScoreStatistic.Mean).ShouldBe(first);
        new ScoreIntervals(RandomKey.FromSeed(6), ScoreRange.Share).Of(scores, ScoreStatistic.Mean).ShouldNotBe(first);
    }

    [Fact]
    public void Of_ScoreOutsideTheRange_IsRefused()
    {
        Should.Throw<ArgumentException>(() => Shares().Of([0.5, 1.5], ScoreStatistic.Mean)).Message.ShouldContain("found 1.5");
        Should.Throw<ArgumentException>(() => Shares().Of([], ScoreStatistic.Mean));
        Should.Throw<ArgumentException>(() => Shares().Of([double.NaN], ScoreStatistic.Mean));
    }

    private static ScoreIntervals Shares() => new(Key, ScoreRange.Share);

    /// <summary>Probability of from … to successes, by summing.</summary>
    private static double Binomial(int count, double share, int from, int to)
    {
        double sum = 0, probability = Math.Pow(1 - share, count);
        for (int k = 0; k <= to; k++)
        {
            sum += k >= from ? probability : 0;
            probability *= (count - k) / (k + 1.0) * share / (1 - share);
        }

        return sum;
    }
}
