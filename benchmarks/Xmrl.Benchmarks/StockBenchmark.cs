using System.Diagnostics;
using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Benchmarks;

/// <summary>Speed of <c>Stock-v1</c> with 30 tickers: the environment alone under random trades, and rollouts with a policy of two tanh
/// layers of 64 units.</summary>
public static class StockBenchmark
{
    private const int Tickers = 30;
    private const int Copies = 20;
    private const int Repetitions = 9;
    private const double SecondsPerRepetition = 0.2;

    /// <summary>Measures on the calling thread; takes about four seconds.</summary>
    /// <param name="cancellation">Checked between episodes.</param>
    /// <returns>The medians of the repetitions.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<RolloutResult> Run(CancellationToken cancellation)
    {
        PriceHistory history = GeneratedMarket.Create(new GeneratedMarketOptions { Tickers = Tickers });
        StockFamily family = new(new StockMarket(history, new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)));
        MdpTask task = family.SampleTask(RandomKey.FromSeed(1), 0);
        return
        [
            new($"{family.Spec.Id}, {Tickers} tickers, environment alone", Median(Alone(family, task), cancellation)),
            new($"{family.Spec.Id}, {Tickers} tickers, with a policy of 2x64", Median(WithPolicy(family, task), cancellation)),
        ];
    }

    /// <summary>Episodes under trades drawn beforehand; gives the steps of one round.</summary>
    private static Func<long> Alone(StockFamily family, MdpTask task)
    {
        IEnvironment environment = family.Create(task, Copies);
        int[] copies = [.. Enumerable.Range(0, Copies)];
        Real[] observations = new Real[Copies * family.Spec.ObservationSize];
        Real[] actions = new Real[Copies * Tickers * family.Spec.Horizon];
        RandomKey.FromSeed(2).FillNormal(0, actions);
        Real[] rewards = new Real[Copies];
        bool[] flags = new bool[Copies];
        return () =>
        {
            environment.Reset(copies, default, observations);
            for (int t = 0; t < family.Spec.Horizon; t++)
            {
                environment.Step(copies, actions.AsSpan(t * Copies * Tickers, Copies * Tickers), new StepResult
                {
                    Observations = observations,
                    Rewards = rewards,
                    Terminated = flags,
                    Truncated = flags,
                    Succeeded = flags,
                });
            }

            return (long)Copies * family.Spec.Horizon;
        };
    }

    private static Func<long> WithPolicy(StockFamily family, MdpTask task)
    {
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [64, 64] });
        Real[] parameters = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(3), parameters);
        RolloutSampler sampler = new(family, policy);
        Rollout rollout = new();
        ulong round = 0;
        return () =>
        {
            sampler.Sample(
                task, parameters, new RolloutRequest { Trajectories = Copies, Key = RandomKey.FromSeed(4).Derive(round++) }, rollout);
            return rollout.Samples;
        };
    }

    private static double Median(Func<long> round, CancellationToken cancellation)
    {
        double[] rates = new double[Repetitions];
        _ = Rate();
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = Rate();
        }

        Array.Sort(rates);
        return rates[rates.Length / 2];

        double Rate()
        {
            long start = Stopwatch.GetTimestamp();
            long steps = 0;
            double elapsed;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                steps += round();
                elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (elapsed < SecondsPerRepetition);
            return steps / elapsed;
        }
    }
}
