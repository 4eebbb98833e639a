using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Learning;

public class MacawInfluenceTests
{
    /// <summary>Seven tasks at a time and three at a time: the same gradients, of the length of the generated policy.</summary>
    [Fact]
    public void Draw_GeneratedLayers_DoesNotDependOnHowManyTasksAreTakenTogether()
    {
        StoredTasks stored = new Line().Stored([.. Enumerable.Range(0, 7).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6);
        double[][] seven = Gradients(7, 1);
        double[][] three = Gradients(3, 2);
        for (int i = 0; i < 7; i++)
        {
            seven[i].Length.ShouldBe(three[i].Length);
            seven[i].Zip(three[i]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-4 * Math.Max(1, Math.Abs(pair.First)));
        }

        double[][] Gradients(int together, int threads)
        {
            using var pool = new WorkPool(threads);
            using var learner = new MacawLearner(stored, MacawLearnerTests.Small with { Latents = 4, TasksPerStep = together }, pool);
            var theta = new Real[learner.ParameterCount];
            learner.Initialize(RandomKey.FromSeed(1), theta);
            using ITaskGradients drawn = learner.Influence!.Draw(
                theta, [.. stored.TasksOf((int)BufferSet.Training)], RandomKey.FromSeed(5), CancellationToken.None);
            drawn.Gradients.ShouldAllBe(row => row.Length == learner.Networks.PolicyLength);
            return drawn.Gradients;
        }
    }
}
