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
}
