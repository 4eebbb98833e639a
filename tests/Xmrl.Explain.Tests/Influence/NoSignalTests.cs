using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>Gradients that are zero explain nothing: a ranking by 0 is the order of the tasks.</summary>
public sealed class NoSignalTests
{
    private const int Tasks = 5;

    [Theory]
    [InlineData(InfluencePooling.AcrossReplicates)]
    [InlineData(InfluencePooling.WithinReplicates)]
    public void Run_GradientsZero_NamesNoTaskAndPromisesNothing(InfluencePooling pooling)
    {
        Explanation found = Run(pooling, 0);
        found.HasSignal().ShouldBeFalse();
        found.Critical(2).ShouldBeEmpty();
        found.Agreement.PredictedReliability.ShouldBe(0);
        found.Agreement.TopOverlap.ShouldBe(2.0 / Tasks, 1e-12, "that of chance");
        found.Agreement.Elements.ShouldAllBe(element => element.Value == 0);
    }

    [Theory]
    [InlineData(InfluencePooling.AcrossReplicates)]
    [InlineData(InfluencePooling.WithinReplicates)]
    public void Run_OneTaskPulls_NamesIt(InfluencePooling pooling)
    {
        Explanation found = Run(pooling, 1);
        found.HasSignal().ShouldBeTrue();
        found.Critical(1).ShouldBe([3]);
        found.Agreement.PredictedReliability.ShouldBe(1, 1e-12);
    }

    /// <summary>Training task 3 pulls with the given strength along the poor gradient, the others not at all.</summary>
    private static Explanation Run(InfluencePooling pooling, double strength)
        => new InfluenceLoop(new InfluenceOptions { Iterations = 4, Pooling = pooling }).Run(
        (_, _) => new ClosedFormInfluence
        {
            Gradients = [.. Enumerable.Range(0, Tasks).Select(i => new[] { i == 3 ? strength : 0, 0 })],
            PoorGradient = [strength, 0],
            Hessians = [],
            Fishers = [],
        },
        [1, 2],
        (2, RandomKey.FromSeed(1)));
}
