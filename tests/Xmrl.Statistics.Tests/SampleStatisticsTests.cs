namespace Xmrl.Statistics.Tests;

public sealed class SampleStatisticsTests
{
    private const double RoundingTolerance = 1e-12;

    [Fact]
    public void Spearman_PublishedExample_Matches()
    {
        // IQ against hours of television, the textbook example: ρ = −29/165.
        SpearmanCorrelation.Value([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17])
            .ShouldBe(-29.0 / 165, RoundingTolerance);
    }

    [Fact]
    public void Spearman_Ties_ShareTheirAverageRank()
    {
        SpearmanCorrelation.AverageRanks([3, 1, 3, 2, 3]).ShouldBe([4, 1, 4, 2, 4]);

        // Ranks (1, 2.5, 2.5, 4) and (1, 2, 3, 4): 4.5/√(4.5·5).
        SpearmanCorrelation.Value([1, 2, 2, 3], [1, 2, 3, 4]).ShouldBe(4.5 / Math.Sqrt(22.5), RoundingTolerance);
    }

    [Fact]
    public void Spearman_MonotoneMap_IsOneAndConstantIsNaN()
    {
        SpearmanCorrelation.Value([1, 2, 3, 4], [1, 10, 100, 1000]).ShouldBe(1, RoundingTolerance);
        SpearmanCorrelation.Value([1, 2, 3, 4], [8, 4, 2, 1]).ShouldBe(-1, RoundingTolerance);
        SpearmanCorrelation.Value([1, 2, 3], [5, 5, 5]).ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => SpearmanCorrelation.Value([1, 2], [1, 2, 3])).Message.ShouldContain("2 and 3");
        Should.Throw<ArgumentException>(() => SpearmanCorrelation.Value([1], [1]));
    }

    [Fact]
    public void Moments_KnownSample_MatchHandComputation()
    {
        // Mean 5, squares 9+1+1+1+0+0+4+16 = 32, 32/7.
        Moments moments = Moments.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        moments.Mean.ShouldBe(5);
        moments.StandardDeviation.ShouldBe(Math.Sqrt(32.0 / 7), RoundingTolerance);
        Moments.Of([3]).StandardDeviation.ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => Moments.Of([]));
        Should.Throw<ArgumentException>(() => Moments.Of([1, double.PositiveInfinity])).Message.ShouldContain("element 1");
    }

    [Fact]
    public void Quantile_BetweenOrderStatistics_Interpolates()
    {
        // Position 0.4·3 = 1.2 of (1, 2, 4, 8).
        Quantile.Value([8, 1, 4, 2], 0.4).ShouldBe(2.4, RoundingTolerance);
        Quantile.Value([8, 1, 4, 2], 0).ShouldBe(1);
        Quantile.Value([8, 1, 4, 2], 1).ShouldBe(8);
        Should.Throw<ArgumentOutOfRangeException>(() => Quantile.Value([1], 1.5));
        Should.Throw<ArgumentException>(() => Quantile.Value([], 0.5));
    }
}
