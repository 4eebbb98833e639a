using Xmrl.Environments.BernoulliBandit;

namespace Xmrl.Environments.Tests.BernoulliBandit;

public sealed class BanditOptimumTests
{
    [Theory]
    [InlineData(1, 7, 3.5, 1e-12)]
    [InlineData(2, 1, 0.5, 1e-12)]
    [InlineData(2, 2, 13.0 / 12, 1e-12)]
    [InlineData(2, 5, 2.88889, 5e-6)]
    [InlineData(2, 10, 6.021786, 5e-7)]
    [InlineData(3, 10, 6.409643, 5e-7)]
    [InlineData(5, 10, 6.660, 5e-4)]
    [InlineData(2, 100, 64.9184, 5e-5)]
    public void Of_ArmsAndPulls_IsTheKnownFigure(int arms, int pulls, double expected, double tolerance)
        => BanditOptimum.Of(arms, pulls).ShouldBe(expected, tolerance);

    /// <summary>All strategies of four pulls, by plain recursion over unsorted counts.</summary>
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    public void Of_FewPulls_IsThatOfAPlainRecursion(int arms, int pulls)
        => BanditOptimum.Of(arms, pulls).ShouldBe(Plain(new int[arms], new int[arms], pulls), 1e-12);

    [Fact]
    public void Of_TooManyOrNone_Throws()
    {
        Should.Throw<ArgumentException>(() => BanditOptimum.Of(10, 100)).Message.ShouldContain("10 arms and 100 pulls");
        Should.Throw<ArgumentException>(() => BanditOptimum.Of(0, 10));
        Should.Throw<ArgumentException>(() => BanditOptimum.Of(2, 0));
    }

    private static double Plain(int[] successes, int[] failures, int left)
    {
        if (left == 0)
        {
            return 0;
        }

        double best = 0;
        for (int arm = 0; arm < successes.Length; arm++)
        {
            double rate = (successes[arm] + 1.0) / (successes[arm] + failures[arm] + 2.0);
            successes[arm]++;
            double won = 1 + Plain(successes, failures, left - 1);
            successes[arm]--;
            failures[arm]++;
            double lost = Plain(successes, failures, left - 1);
            failures[arm]--;
            best = Math.Max(best, (rate * won) + ((1 - rate) * lost));
        }

        return best;
    }
}
