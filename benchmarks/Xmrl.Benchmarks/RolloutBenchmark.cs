using System.Diagnostics;
using Xmrl.Environments.Drone;
using Xmrl.Environments.Navigation2D;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Benchmarks;

/// <summary>Speed of rollouts as adaptation needs them: 20 tasks, each with parameters of its own, 20 trajectories each, a policy of two
/// tanh layers of 100 units.</summary>
public static class RolloutBenchmark
{
    private const int Tasks = 20;
    private const int Trajectories = 20;
    private const int Repetitions = 9;

    // Short enough for two environments within six seconds, long enough for several rounds of all tasks.
    private const double SecondsPerRepetition = 0.2;
    private const double WarmUpSeconds = 0.5;

    /// <summary>Measures all managed environments on the calling thread; takes about five seconds.</summary>
    /// <param name="cancellation">Checked between rollouts.</param>
    /// <returns>The median of the repetitions, one result per environment.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<RolloutResult> Run(CancellationToken cancellation) =>
        [Measure(new Navigation2DFamily(), cancellation), Measure(new DroneFamily(), cancellation)];

    private static RolloutResult Measure(IEnvironmentFamily family, CancellationToken cancellation)
    {
        RandomKey key = RandomKey.FromSeed(1);
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [100, 100] });
        MdpTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(index => family.SampleTask(key, index))];
        Real[][] parameters = new Real[Tasks][];
        Rollout[] rollouts = new Rollout[Tasks];
        for (int i = 0; i < Tasks; i++)
        {
            parameters[i] = new Real[policy.ParameterCount];
            policy.Initialize(key.Derive((ulong)i), parameters[i]);
            rollouts[i] = new Rollout();
        }

        using RolloutSampler sampler = new(family, policy);
        ulong round = 0;
        MeasureOnce(WarmUpSeconds);
        double[] rates = new double[Repetitions];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = MeasureOnce(SecondsPerRepetition);
        }

        Array.Sort(rates);
        return new RolloutResult(family.Spec.Id, rates[rates.Length / 2]);

        double MeasureOnce(double seconds)
        {
            long start = Stopwatch.GetTimestamp();
            long steps = 0;
            double elapsed;
            do
            {
                RandomKey roundKey = key.Derive(round++);
                for (int i = 0; i < Tasks; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    sampler.Sample(
                        tasks[i], parameters[i], new RolloutRequest { Trajectories = Trajectories, Key = roundKey.Derive((ulong)i) },
                        rollouts[i]);
                    steps += rollouts[i].Samples;
                }

                elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (elapsed < seconds);
            return steps / elapsed;
        }
    }
}
