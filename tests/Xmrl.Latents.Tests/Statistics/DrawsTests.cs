using Xmrl.Latents.Statistics;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Latents.Tests.Statistics;

public sealed class DrawsTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(3);

    [Fact]
    public void Gumbel_LargestOfLogitsAndDraws_HasTheFrequenciesOfTheSoftmax()
    {
        const int Count = 100_000;

        // χ² of 3 degrees of freedom exceeds 16.27 with probability 0.001.
        const double Critical = 16.27;
        double[] logits = [0, 1, -1, 0.3];
        double sum = logits.Sum(Math.Exp);
        var found = new int[4];
        var draws = new Real[4];
        for (int i = 0; i < Count; i++)
        {
            Draws.Gumbel(s_key.Derive(i), draws);
            double[] moved = [.. logits.Zip(draws, (logit, draw) => logit + draw)];
            found[Array.IndexOf(moved, moved.Max())]++;
        }

        double square = logits.Zip(found, (logit, count) =>
        {
            double expected = Count * Math.Exp(logit) / sum;
            return (count - expected) * (count - expected) / expected;
        }).Sum();
        square.ShouldBeLessThan(Critical);
    }

    [Fact]
    public void Dropout_Units_AreLeftOutAtTheRateAndKeepTheMean()
    {
        var factors = new Real[20_000];
        Draws.Dropout(s_key, 0.7, factors);
        factors.Distinct().Order().ShouldBe([0, (Real)(1 / (1 - 0.7))]);
        factors.Average(factor => (double)factor).ShouldBe(1, 0.04);
        var again = new Real[20_000];
        Draws.Dropout(s_key, 0.7, again);
        again.ShouldBe(factors);
        Draws.Dropout(s_key, 0, factors);
        factors.ShouldAllBe(factor => factor == 1);
    }

    [Theory]
    [InlineData(0.2, 0.3)]
    [InlineData(2, 5)]
    public void Dirichlet_Shares_HaveItsMeanAndVariance(double first, double second)
    {
        const int Count = 20_000;
        double[] concentrations = [first, second];
        double total = first + second;
        var shares = new Real[2];
        double sum = 0;
        double square = 0;
        for (int i = 0; i < Count; i++)
        {
            Draws.Dirichlet(s_key.Derive(i), concentrations, shares);
            ((double)shares[0] + shares[1]).ShouldBe(1, 1e-6);
            sum += shares[0];
            square += (double)shares[0] * shares[0];
        }

        double mean = first / total;
        (sum / Count).ShouldBe(mean, 0.01);
        ((square / Count) - (sum / Count * sum / Count)).ShouldBe(mean * (1 - mean) / (total + 1), 0.006);
    }
}
