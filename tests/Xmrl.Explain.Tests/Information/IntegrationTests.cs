using Xmrl.Explain.Information;
using Xmrl.Numerics.Randomness;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Information;

/// <summary>Every estimator against the information computed by numerical integration in one and two dimensions.</summary>
public sealed class IntegrationTests
{
    // The trapezoidal rule reproduces a known case to 1e-12 below; bounds are compared with that slack.
    private const double IntegrationError = 1e-10;
    private const int Draws = 20_000;

    // One seeded draw of a correct estimator exceeds five standard errors once in two million.
    private const double StandardErrors = 5;

    public static TheoryData<int, int, double> Cases()
    {
        TheoryData<int, int, double> cases = [];
        foreach (int dimension in (int[])[1, 2])
        {
            foreach (int count in (int[])[2, 3])
            {
                foreach (double separation in (double[])[0.05, 0.5, 1.5])
                {
                    cases.Add(count, dimension, separation);
                }
            }
        }

        return cases;
    }

    [Fact]
    public void Integrate_FarComponents_GivesLogCount()
    {
        DiagonalGaussianSet set = new(3, 1, [0, 40, 80], [1, 1, 1]);
        GaussianIntegral.Information(set).ShouldBe(Math.Log(3), IntegrationError);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bracket_AnySeparation_ContainsTheIntegral(int count, int dimension, double separation)
    {
        DiagonalGaussianSet set = GaussianSets.Random(count, dimension, separation);
        double exact = GaussianIntegral.Information(set);
        InformationBracket bracket = PairwiseBounds.Bracket(set);
        bracket.Lower.ShouldBeGreaterThan(0);
        bracket.Lower.ShouldBeLessThan(exact);
        bracket.Upper.ShouldBeGreaterThan(exact);
        bracket.Upper.ShouldBeLessThanOrEqualTo(Math.Log(count));
        exact.ShouldBeInRange(0, Math.Log(count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MomentMatched_AnySeparation_BoundsTheIntegralFromAbove(int count, int dimension, double separation)
    {
        DiagonalGaussianSet set = GaussianSets.Random(count, dimension, separation);
        new MomentMatched().Value(set).ShouldBeGreaterThan(GaussianIntegral.Information(set) - IntegrationError);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MonteCarlo_AnySeparation_AgreesWithTheIntegral(int count, int dimension, double separation)
    {
        DiagonalGaussianSet set = GaussianSets.Random(count, dimension, separation);
        MonteCarloEstimate estimate = new MonteCarloInformation(Draws, RandomKey.FromSeed(5)).Estimate(set);
        double exact = GaussianIntegral.Information(set);
        estimate.StandardError.ShouldBeLessThan(0.05 * exact);
        estimate.Value.ShouldBe(exact, StandardErrors * estimate.StandardError);
    }

    [Fact]
    public void MonteCarlo_SameKey_GivesTheSameBits()
    {
        DiagonalGaussianSet set = GaussianSets.Random(3, 7, 0.5);
        double first = new MonteCarloInformation(40, RandomKey.FromSeed(5)).Value(set);
        new MonteCarloInformation(40, RandomKey.FromSeed(5)).Value(set).ShouldBe(first);
        new MonteCarloInformation(40, RandomKey.FromSeed(6)).Value(set).ShouldNotBe(first);
        new MonteCarloInformation(1, RandomKey.FromSeed(5)).Estimate(set).StandardError.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void SmallSeparation_MeansOnly_ErrorFallsWithTheSquare()
    {
        // Halving ε divides the relative error O(ε²) by four.
        double coarse = RelativeError(epsilon => new(3, 1, [0, epsilon, 3 * epsilon], [1, 1, 1]), 0.1);
        double fine = RelativeError(epsilon => new(3, 1, [0, epsilon, 3 * epsilon], [1, 1, 1]), 0.05);
        (coarse / fine).ShouldBeInRange(3.6, 4.4);
    }

    [Fact]
    public void SmallSeparation_DeviationsToo_ErrorFallsLinearly()
    {
        // The terms of first and second order have opposite signs, so ε is small enough for the first alone.
        static DiagonalGaussianSet Create(double epsilon) =>
            new(3, 1, [0, epsilon, 3 * epsilon], [1, Math.Exp(epsilon), Math.Exp(2.5 * epsilon)]);
        (RelativeError(Create, 0.002) / RelativeError(Create, 0.001)).ShouldBeInRange(1.85, 2.15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AllEstimators_TinySeparation_AgreeInTheLimit(double spread)
    {
        // Differences of 1e-6 carry a relative error of 1e-6 in their order, and one of 1e-10 from rounding.
        const double LimitTolerance = 2e-5;
        DiagonalGaussianSet set = GaussianSets.Random(4, 3, 1e-6, spread);
        double limit = new SmallSeparation().Value(set);
        (new MomentMatched().Value(set) / limit).ShouldBe(1, LimitTolerance);
        (new PairwiseLowerBound().Value(set) / limit).ShouldBe(0.5, LimitTolerance);
        (new PairwiseUpperBound().Value(set) / limit).ShouldBe(2, LimitTolerance);
    }

    private static double RelativeError(Func<double, DiagonalGaussianSet> create, double epsilon)
    {
        DiagonalGaussianSet set = create(epsilon);
        return Math.Abs((new SmallSeparation().Value(set) / GaussianIntegral.Information(set)) - 1);
    }
}
