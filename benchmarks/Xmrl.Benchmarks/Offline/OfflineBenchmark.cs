using System.Diagnostics;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Rl.Environments;

namespace Xmrl.Benchmarks.Offline;

/// <summary>Outer steps of MACAW at the sizes of HalfCheetah: 5 tasks of 256 inner and outer rows, three layers of 100 units, plain and
/// generated from latents of 100 numbers.</summary>
public static class OfflineBenchmark
{
    private const int Tasks = 5;
    private const int Observations = 17;
    private const int Actions = 6;
    private const int Horizon = 1000;
    private const int Episodes = 4;
    private const int WarmUps = 20;
    private const int Blocks = 7;
    private const int BlockSteps = 20;
    private const int Latents = 100;

    /// <summary>Measures with one and with two threads; takes about twenty seconds.</summary>
    /// <param name="cancellation">Checked between steps.</param>
    /// <returns>Plain layers on one and two threads, then generated ones.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<OfflineResult> Run(CancellationToken cancellation)
        => [.. new[] { 0, Latents }.SelectMany(latents => new[] { 1, 2 }.Select(threads => Measure(latents, threads, cancellation)))];

    private static OfflineResult Measure(int latents, int threads, CancellationToken cancellation)
    {
        using var pool = new WorkPool(threads);
        using var learner = new MacawLearner(Stored(), new MacawOptions { Latents = latents, TasksPerStep = Tasks }, pool);
        Real[] parameters = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), parameters);
        IOuterSteps steps = latents > 0 ? new GeneratedSteps(learner, parameters) : new PlainSteps(learner, parameters);
        foreach (IOptimizer optimizer in steps.Optimizers)
        {
            optimizer.StepSize = 1e-4;
        }

        StepTask[] tasks =
        [
            .. learner.Stored.TasksOf(0).Select(task => new StepTask(task, learner.TableOf(task, BufferSet.Training)!, 1.0 / Tasks)),
        ];
        int taken = 0;
        Take(WarmUps);
        var clock = new double[Blocks];
        var processor = new double[Blocks];
        long allocated = GC.GetTotalAllocatedBytes(true);
        using var process = Process.GetCurrentProcess();
        for (int block = 0; block < Blocks; block++)
        {
            process.Refresh();
            TimeSpan before = process.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            Take(BlockSteps);
            clock[block] = Stopwatch.GetElapsedTime(start).TotalSeconds / BlockSteps;
            process.Refresh();
            processor[block] = (process.TotalProcessorTime - before).TotalSeconds / BlockSteps;
        }

        double bytes = (double)(GC.GetTotalAllocatedBytes(true) - allocated) / (Blocks * BlockSteps);
        return new OfflineResult(
            $"macaw/{Observations}x{Actions}/3x100/{(latents > 0 ? $"latents {latents}" : "plain")}", threads, Tasks, parameters.Length,
            clock.Order().ElementAt(Blocks / 2), processor.Min(), bytes);

        void Take(int count)
        {
            for (int step = 0; step < count; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                double norm = steps.Take(tasks, RandomKey.FromSeed(2).Derive(taken++));
                if (!double.IsFinite(norm))
                {
                    throw new InvalidOperationException($"The hyper-gradient of step {taken} has norm {norm}.");
                }
            }
        }
    }

    private static StoredTasks Stored()
    {
        var family = new SpecOnly();
        TaskBuffer[] buffers = [.. Enumerable.Range(0, Tasks).Select(i => Buffer(family.SampleTask(RandomKey.FromSeed(3), i)))];
        var description = new DataSetDescription
        {
            Format = DataSetDescription.FormatName,
            Version = 1,
            Environment = family.Spec.Id,
            RewardVersion = family.Spec.RewardVersion,
            Horizon = Horizon,
            ObservationSize = Observations,
            ActionSize = Actions,
            ActionChoices = 0,
            ActionLimit = 1,
            Collector = new CollectorEntry { Name = "random numbers", Settings = [], Seed = 3 },
            ReturnDiscount = 0.99,
            ReturnScale = 1,
            Buffers =
            [
                .. buffers.Select(buffer => new BufferEntry
                {
                    Set = BufferSet.Training,
                    Index = buffer.MdpTask.Index,
                    Parameters = buffer.MdpTask.Parameters,
                    File = "",
                    Sha256 = "",
                    Steps = buffer.Steps,
                    Episodes = buffer.Episodes,
                    StageReturns = [.. buffer.StageReturns()],
                }),
            ],
        };
        return new StoredTasks(family, new OfflineDataSet(description, [.. buffers]));
    }

    private static TaskBuffer Buffer(MdpTask task)
    {
        const int Steps = Horizon * Episodes;
        RandomKey key = RandomKey.FromSeed(4).Derive(task.Index);
        return new TaskBuffer
        {
            MdpTask = task,
            Observations = Normal(key.Derive(0), Steps * Observations),
            Actions = [.. Normal(key.Derive(1), Steps * Actions).Select(value => Math.Clamp(value, -1, 1))],
            Rewards = Normal(key.Derive(2), Steps),
            EpisodeStarts = [.. Enumerable.Range(0, Episodes).Select(j => (long)j * Horizon)],
            Terminated = new byte[Episodes],
            FinalObservations = Normal(key.Derive(3), Episodes * Observations),
        };

        static float[] Normal(RandomKey key, int count) => [.. Enumerable.Range(0, count).Select(i => (float)key.Normal((ulong)i))];
    }

    /// <summary>Sizes without environments: nothing is played.</summary>
    private sealed class SpecOnly : IEnvironmentFamily
    {
        public EnvironmentSpec Spec { get; } = new()
        {
            Id = "Sizes-v1",
            RewardVersion = "none",
            ObservationSize = Observations,
            ActionSize = Actions,
            Horizon = Horizon,
            TaskParameterNames = ["number"],
            TaskParameterRanges = [new ParameterRange(0, 1)],
            ObservationCentre = [.. new double[Observations]],
            ObservationScale = [.. Enumerable.Repeat(1.0, Observations)],
            ScoreName = "return",
        };

        public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

        public IEnvironment Create(MdpTask task, int copies)
            => throw new NotSupportedException("The sizes of a benchmark have no environment.");

        public double? Distance(MdpTask first, MdpTask second) => null;
    }
}
