using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>Runs alone, as it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    /// <summary>Outer steps of the paper's widths: millions of parameters where layers are generated, and no copy of them.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Take_WidthsOfThePaper_AllocatesLessThanAMegabyte(int latents)
    {
        StoredTasks stored = new Line().Stored(
            [.. Enumerable.Range(0, 5).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, new MacawOptions { Latents = latents, Rows = 16 }, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IOuterSteps steps = latents > 0 ? new GeneratedSteps(learner, theta) : new PlainSteps(learner, theta);
        StepTask[] tasks =
        [
            .. stored.TasksOf(0).Select((task, i) => new StepTask(task, learner.TableOf(task, BufferSet.Training)!, 0.2)),
        ];
        steps.Take(tasks, RandomKey.FromSeed(2));
        const int Count = 3;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int step = 0; step < Count; step++)
        {
            double.IsFinite(steps.Take(tasks, RandomKey.FromSeed(3).Derive(step))).ShouldBeTrue();
        }

        ((GC.GetTotalAllocatedBytes(precise: true) - before) / Count).ShouldBeLessThan(1_000_000);
    }

    /// <summary>Two thousand outer steps hold no more memory than two hundred, and a step allocates less than a megabyte.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_TwoThousandOuterSteps_HoldsNoMoreMemory(int latents)
    {
        const int PerIteration = 20;
        const int First = 200;
        const int All = 2000;
        StoredTasks stored = new Line().Stored(
            [.. Enumerable.Range(0, 3).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6);
        using var pool = new WorkPool(2);
        var options = new MacawOptions
        {
            Latents = latents,
            Hidden = [64, 64],
            Rows = 16,
            TasksPerStep = 3,
            StepsPerIteration = PerIteration,
        };
        using var learner = new MacawLearner(stored, options, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(1e-5, 1, All / PerIteration));
        TaskPlan[] plans = [.. stored.TasksOf(0).Select(task => new TaskPlan { MdpTask = task })];
        int taken = 0;
        Take(First);
        long before = Held();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        Take(All);
        ((GC.GetTotalAllocatedBytes(precise: true) - allocated) / (All - First)).ShouldBeLessThan(1_000_000);
        Held().ShouldBeLessThan((long)(1.05 * before));
        GC.KeepAlive(training);

        void Take(int until)
        {
            for (; taken < until; taken += PerIteration)
            {
                training.Iterate(plans, RandomKey.FromSeed(3).Derive(taken)).Outer.Status.ShouldBe(OuterStatus.Accepted);
            }
        }
    }

    /// <summary>Managed memory that is reachable.</summary>
    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
