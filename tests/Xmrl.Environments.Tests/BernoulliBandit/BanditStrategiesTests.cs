using Xmrl.Environments.BernoulliBandit;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.Tests.BernoulliBandit;

/// <summary>The strategies reach what is known of them, and none more than is possible.</summary>
public sealed class BanditStrategiesTests
{
    private const int Trials = 20_000;

    private static readonly RandomKey s_key = RandomKey.FromSeed(23);

    /// <summary>By name, as test data must be.</summary>
    private static readonly Dictionary<string, IBanditStrategy> s_strategies = new(StringComparer.Ordinal)
    {
        ["random"] = new RandomArm(),
        ["win-stay"] = new WinStayLoseShift(),
        ["thompson"] = new ThompsonSampling(),
        ["greedy"] = new GreedyPosteriorMean(),
        ["ucb 0.05"] = new UpperConfidenceBound(0.05),
        ["ucb 0.2"] = new UpperConfidenceBound(0.2),
    };

    /// <summary>The figures and the standard errors that they have themselves: exact, or half of the last digit, or of their own
    /// trials.</summary>
    [Theory]
    [InlineData("random", 2, 10, 5, 0)]
    [InlineData("random", 5, 100, 50, 0)]
    [InlineData("win-stay", 2, 10, 5.790, 0.005)]
    [InlineData("win-stay", 5, 10, 6.445, 0.005)]
    [InlineData("win-stay", 5, 100, 68.31, 0.02)]
    [InlineData("thompson", 5, 10, 5.83, 0.01)]
    [InlineData("thompson", 5, 100, 74.95, 0.12)]
    [InlineData("greedy", 5, 10, 6.63, 0.01)]
    [InlineData("greedy", 5, 100, 75.6, 0.12)]
    [InlineData("ucb 0.05", 5, 10, 6.65, 0.01)]
    [InlineData("ucb 0.2", 5, 100, 78.39, 0.11)]
    [InlineData("ucb 0.2", 10, 100, 83.60, 0.07)]
    public void Rewards_Strategy_AreThoseThatAreKnown(string strategy, int arms, int pulls, double expected, double error)
    {
        (double mean, double own) = Mean(Play(strategy, arms, pulls));

        mean.ShouldBe(expected, 4 * double.Hypot(own, error));
        own.ShouldBeLessThan(0.005 * expected, "so many trials tell the strategies apart");
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(5, 10)]
    public void Rewards_AnyStrategy_AreBelowTheOptimumAndGreedyIsNear(int arms, int pulls)
    {
        double optimum = BanditOptimum.Of(arms, pulls);
        foreach (string strategy in s_strategies.Keys)
        {
            (double mean, double error) = Mean(Play(strategy, arms, pulls));
            mean.ShouldBeLessThan(optimum + (3 * error), strategy);
        }

        (double greedy, double own) = Mean(Play("greedy", arms, pulls));
        greedy.ShouldBeGreaterThan((0.99 * optimum) - (3 * own));
    }

    /// <summary>Arms 0 and 2 have the same posterior mean, arm 1 a lower one.</summary>
    [Fact]
    public void Best_Equals_AreEquallyLikely()
    {
        const int Draws = 10_000;
        var history = new BanditHistory(3);
        history.Add(1, isPaid: false);

        int first = Enumerable.Range(0, Draws).Count(draw => history.Best(history.PosteriorMean, s_key.Derive(draw)) == 0);
        int third = Enumerable.Range(0, Draws).Count(draw => history.Best(history.PosteriorMean, s_key.Derive(draw)) == 2);

        ((double)first / Draws).ShouldBe(0.5, 4 * Math.Sqrt(0.25 / Draws));
        (first + third).ShouldBe(Draws);
    }

    /// <summary>At ten pulls memory is hardly needed; at a hundred it is.</summary>
    [Fact]
    public void Rewards_SameKey_PairStrategiesOnTheSameBandits()
    {
        (double difference, double error) = Mean(
            [.. Play("ucb 0.2", 5, 100).Zip(Play("win-stay", 5, 100), (one, other) => one - other)]);

        difference.ShouldBeGreaterThan(9);
        (_, double apart) = Mean(Play("win-stay", 5, 100));
        error.ShouldBeLessThan(apart, "the bandits are the same");
    }

    [Fact]
    public void Rewards_SameKey_SameNumbers() => Play("thompson", 3, 20).ShouldBe(Play("thompson", 3, 20));

    [Fact]
    public void Choose_WinStayLoseShift_GoesRound()
    {
        var history = new BanditHistory(3);
        var strategy = new WinStayLoseShift();
        strategy.Choose(history, s_key).ShouldBe(0);
        history.Add(0, isPaid: false);
        strategy.Choose(history, s_key).ShouldBe(1);
        history.Add(1, isPaid: true);
        strategy.Choose(history, s_key).ShouldBe(1);
        history.Add(2, isPaid: false);
        strategy.Choose(history, s_key).ShouldBe(0);
    }

    /// <summary>Beta(4, 2) has mean 2/3 and variance 8/252: the share of draws above those of Beta(1, 1) is its mean.</summary>
    [Fact]
    public void Choose_Thompson_DrawsFromThePosterior()
    {
        const int Draws = 20_000;
        var history = new BanditHistory(2);
        foreach (bool isPaid in new[] { true, true, true, false })
        {
            history.Add(0, isPaid);
        }

        var strategy = new ThompsonSampling();
        int first = Enumerable.Range(0, Draws).Count(draw => strategy.Choose(history, s_key.Derive(draw)) == 0);

        ((double)first / Draws).ShouldBe(2.0 / 3, 4 * Math.Sqrt(2.0 / 9 / Draws));
    }

    [Fact]
    public void UpperConfidenceBound_NegativeWidth_Throws()
        => Should.Throw<ArgumentOutOfRangeException>(() => new UpperConfidenceBound(-0.1)).ParamName.ShouldBe("width");

    private static double[] Play(string strategy, int arms, int pulls) => BanditTrials.Rewards(
        new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = arms, Pulls = pulls }), s_strategies[strategy], Trials, s_key);

    private static (double Mean, double Error) Mean(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length));
    }
}
