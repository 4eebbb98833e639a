using System.Diagnostics;
using Xmrl.Environments.Navigation2D;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

namespace Xmrl.Benchmarks;

/// <summary>The iteration of <see cref="IterationBenchmark"/>, with 20 and with 40 tasks, by one process and then by all: what several
/// processes gain, and the figures of the cost model in docs/scaling.md.</summary>
public static class ProcessBenchmark
{
    private const int Trajectories = 20;
    private const int Units = 100;
    private const int WarmUps = 2;
    private const int Iterations = 7;

    private static readonly int[] s_tasks = [20, 40];

    /// <summary>Measures, with one thread per process; takes about half a minute. Called by all processes.</summary>
    /// <param name="processes">The processes. While rank 0 works alone, the others wait asleep.</param>
    /// <param name="cancellation">Checked between tasks.</param>
    /// <returns>Medians; the same on all processes, except that times are those of rank 0.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<ProcessResult> Run(ICollective processes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return [.. s_tasks.Select(tasks => Compare(processes, tasks, cancellation))];
    }

    private static ProcessResult Compare(ICollective processes, int tasks, CancellationToken cancellation)
    {
        ProcessResult? alone = processes.Rank == 0 ? Measure(SingleProcess.Instance, tasks, cancellation) : null;
        processes.Barrier();
        ProcessResult together = processes.Size == 1 ? alone! : Measure(processes, tasks, cancellation);
        processes.Barrier();
        return alone is null ? together : together with { SecondsAlone = alone.Seconds, BusySeconds = alone.BusySeconds };
    }

    private static ProcessResult Measure(ICollective processes, int tasks, CancellationToken cancellation)
    {
        RandomKey key = RandomKey.FromSeed(1);
        Navigation2DFamily family = new();
        GaussianMlpPolicy policy = new(
            GaussianMlpShape.For(family.Spec) with { HiddenSizes = [Units, Units], Activation = Activation.Tanh });
        TrustRegionOuterStep outerStep = new(new TrustRegionOptions());
        Real[] parameters = new Real[policy.ParameterCount];
        policy.Initialize(key, parameters);
        using WorkPool pool = new(1, processes);
        using GradientLearner learner = new(
            family, policy, new LearnerOptions { Trajectories = Trajectories }, () => new LinearTimeFeatures(family.Spec.ObservationSize),
            pool);
        TaskPlan[] plans = [.. Enumerable.Range(0, tasks).Select(index => new TaskPlan { MdpTask = family.SampleTask(key, index) })];
        GradientTraining training = learner.Begin(parameters, outerStep);
        List<(double Seconds, WorkTally Tally)> seen = [];
        for (int iteration = 0; iteration < WarmUps + Iterations; iteration++)
        {
            WorkTally before = pool.Tally;
            long started = Stopwatch.GetTimestamp();
            training.Iterate(plans, key.Derive((ulong)iteration), cancellation);
            seen.Add((Stopwatch.GetElapsedTime(started).TotalSeconds, pool.Tally - before));
        }

        seen.RemoveRange(0, WarmUps);
        (double seconds, WorkTally tally) = seen.OrderBy(static one => one.Seconds).ElementAt(Iterations / 2);
        return new ProcessResult(
            $"maml-trpo/{family.Spec.Id}/2x{Units}", tasks, parameters.Length, processes.Size, seconds, seconds, tally.BusySeconds,
            tally.Exchanges, tally.Gathered, tally.Summed);
    }
}
