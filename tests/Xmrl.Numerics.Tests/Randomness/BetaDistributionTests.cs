using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Randomness;

public sealed class BetaDistributionTests
{
    private const int Draws = 40_000;
    private const double FiveSigma = 5;

    private static readonly RandomKey Key = RandomKey.FromSeed(11);

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.2, 3.0)]
    [InlineData(2.0, 5.0)]
    [InlineData(1.0, 1.0)]
    [InlineData(40.0, 0.9)]
    public void Sample_ManyDraws_HasBetaMoments(double a, double b)
    {
        double[] x = [.. Enumerable.Range(0, Draws).Select(i => BetaDistribution.Sample(a, b, Key.Derive(i)))];
        x.ShouldAllBe(v => v >= 0 && v <= 1);
        for (int power = 1; power <= 3; power++)
        {
            double variance = Moment(a, b, 2 * power) - Math.Pow(Moment(a, b, power), 2);
            x.Average(v => Math.Pow(v, power)).ShouldBe(Moment(a, b, power), FiveSigma * Math.Sqrt(variance / Draws), $"moment {power}");
        }
    }

    [Fact]
    public void Sample_ArcsineLaw_HasItsQuartiles()
    {
        // F(x) = (2/π) arcsin √x for a = b = ½.
        foreach (double x in (double[])[0.01, 0.25, 0.5, 0.9])
        {
            double p = 2 / Math.PI * Math.Asin(Math.Sqrt(x));
            double fraction = Enumerable.Range(0, Draws).Count(i => BetaDistribution.Sample(0.5, 0.5, Key.Derive(i)) <= x) / (double)Draws;
            fraction.ShouldBe(p, FiveSigma * Math.Sqrt(p * (1 - p) / Draws));
        }
    }

    [Fact]
    public void Sample_TinyParameters_StaysANumber()
    {
        for (int i = 0; i < 1000; i++)
        {
            BetaDistribution.Sample(1e-4, 1e-4, Key.Derive(i)).ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void Sample_ParameterNotPositive_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => BetaDistribution.Sample(1, double.NaN, Key)).ParamName.ShouldBe("b");

    [Theory]
    [InlineData(0.3)]
    [InlineData(4.0)]
    public void SampleLog_ManyDraws_HasGammaMean(double shape)
    {
        double mean = Enumerable.Range(0, Draws).Average(i => Math.Exp(GammaDistribution.SampleLog(shape, Key.Derive(i))));
        mean.ShouldBe(shape, FiveSigma * Math.Sqrt(shape / Draws));
    }

    private static double Moment(double a, double b, int power) =>
        Enumerable.Range(0, power).Aggregate(1.0, (product, i) => product * (a + i) / (a + b + i));
}
