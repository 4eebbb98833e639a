using System.Collections.Immutable;
using Xmrl.Contracts;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Stock;

/// <summary>Nothing that is observed or paid on a day depends on later days.</summary>
public sealed class FutureTests
{
    private const int Known = 40;

    private static readonly DateOnly First = new(2021, 1, 1);
    private static readonly DateOnly Last = new(2021, 12, 31);

    [Fact]
    public void Step_FutureShuffled_SameStatesAndRewardsUpToThatDay()
    {
        PriceHistory original = GeneratedMarket.Create();
        (Real[] observations, Real[] rewards) = Run(original);
        (Real[] otherObservations, Real[] otherRewards) = Run(Shuffled(original));

        int size = new StockLayout(original.Series.Length).Size;
        otherObservations[..(Known * size)].ShouldBe(observations[..(Known * size)]);
        otherRewards[..(Known - 1)].ShouldBe(rewards[..(Known - 1)]);
        otherObservations[(Known * size)..].ShouldNotBe(observations[(Known * size)..], "the days after were shuffled");
    }

    [Fact]
    public void Spec_FutureShuffled_SameNormalisation()
    {
        PriceHistory original = GeneratedMarket.Create();
        EnvironmentSpec spec = new StockFamily(new StockMarket(original, First, Last)).Spec;
        EnvironmentSpec other = new StockFamily(new StockMarket(Shuffled(original), First, Last)).Spec;
        other.ObservationCentre.ShouldBe(spec.ObservationCentre);
        other.ObservationScale.ShouldBe(spec.ObservationScale);
    }

    /// <summary>Observations of days 0 … H and rewards of the H steps between, under fixed actions.</summary>
    private static (Real[] Observations, Real[] Rewards) Run(PriceHistory history)
    {
        StockFamily family = new(new StockMarket(history, First, Last));
        IEnvironment environment = family.Create(family.SampleTask(RandomKey.FromSeed(3), 0), 1);
        StepBuffers buffers = new(environment.Spec, 1);
        environment.Reset([0], default, buffers.Observations);
        var observations = new List<Real>(buffers.Observations);
        var rewards = new List<Real>();
        for (int t = 0; t < environment.Spec.Horizon; t++)
        {
            RandomKey.FromSeed(5).Derive((ulong)t).FillNormal(0, buffers.Actions);
            environment.Step([0], buffers.Actions, buffers.Result);
            observations.AddRange(buffers.Observations);
            rewards.Add(buffers.Rewards[0]);
        }

        return ([.. observations], [.. rewards]);
    }

    /// <summary>The same prices up to the last known day of the period; all later days in another order.</summary>
    private static PriceHistory Shuffled(PriceHistory history)
    {
        int known = history.Dates.Count(date => date < First) + Known;
        int[] order = new int[history.Dates.Length - known];
        RandomKey.FromSeed(4).Permutation(order);
        ImmutableArray<double> Reorder(ImmutableArray<double> prices)
            => [.. prices[..known], .. order.Select(later => prices[known + later])];
        return new PriceHistory(history.Dates, [.. history.Series.Select(series => series with
        {
            Open = Reorder(series.Open),
            High = Reorder(series.High),
            Low = Reorder(series.Low),
            Close = Reorder(series.Close),
        })]);
    }
}
