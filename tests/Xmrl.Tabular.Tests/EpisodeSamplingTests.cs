using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

public sealed class EpisodeSamplingTests
{
    /// <summary>Forty thousand episodes: four standard errors of returns that spread by about 1.</summary>
    private const double Sampling = 0.02;

    [Fact]
    public void Measure_ManyEpisodes_EqualsTheExactNumbers()
    {
        TabularMdp mdp = Mdp(2);
        double[] policy = SoftmaxTable.Probabilities(Parameters(2, States * Actions), Actions);
        var exact = PolicyMoments.Of(mdp, policy);
        PolicyMoments found = new EpisodeSampling { Episodes = 40_000, Horizon = 60 }.Measure(mdp, policy, RandomKey.FromSeed(1));

        found.Exact.ShouldBeNull();
        found.Return.ShouldBe(exact.Return, Sampling);
        for (int s = 0; s < States; s++)
        {
            found.Visits[s].ShouldBe(exact.Visits[s], Sampling);
        }

        for (int pair = 0; pair < policy.Length; pair++)
        {
            found.Advantages[pair].ShouldBe(exact.Advantages[pair], 4 * Sampling, $"pair {pair}");
        }
    }

    [Fact]
    public void Measure_PairsNeverVisited_HaveNoAdvantage()
    {
        TabularMdp mdp = SmallLake.Create(new bool[SmallLake.Cells]);
        double[] policy = mdp.Optimum().Policy.ToArray();
        PolicyMoments found = new EpisodeSampling { Episodes = 3, Horizon = 49 }.Measure(mdp, policy, RandomKey.FromSeed(1));

        found.Advantages.ShouldAllBe(value => Math.Abs(value) < 1e-12);
        found.Return.ShouldBe(1.6383, 1e-4);
    }
}
