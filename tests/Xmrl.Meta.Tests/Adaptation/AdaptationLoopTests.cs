using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class AdaptationLoopTests
{
    [Fact]
    public void Run_EachStep_SamplesThePolicyThatTheStepBeforeLeft()
    {
        var data = new Counted();
        AdaptationPath path = AdaptationLoop.Run([1, 2], 3, data, new Doubling());

        path.Parameters.Select(theta => theta[0]).ShouldBe([1, 2, 4, 8]);
        path.Adapted.ShouldBe([8, 16]);
        path.Inner.ShouldBe(data.Drawn);
        path.Residual.ShouldBe(4);
        data.Asked.ShouldBe([(0, 1), (1, 2), (2, 4)]);
    }

    [Fact]
    public void Run_NoSteps_StaysAndDrawsNothing()
    {
        var data = new Counted();
        AdaptationPath path = AdaptationLoop.Run([1, 2], 0, data, new Doubling());

        path.Adapted.ShouldBe([1, 2]);
        (path.Inner.Count, path.Residual, data.Drawn.Count).ShouldBe((0, 0, 0));
    }

    private sealed class Counted : ITaskData
    {
        public List<SampleBatch> Drawn { get; } = [];

        public List<(int Step, Real First)> Asked { get; } = [];

        public SampleBatch Inner(int step, Real[] parameters)
        {
            Asked.Add((step, parameters[0]));
            Drawn.Add(new SampleBatch(1, 1, [0, 1]));
            return Drawn[^1];
        }

        public SampleBatch Outer(Real[] adapted) => throw new NotSupportedException();
    }

    /// <summary>θ_{k+1} = 2θ_k, with θ_k's first number as its residual.</summary>
    private sealed class Doubling : IAdaptationRule
    {
        public AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch)
            => new([.. parameters.ToArray().Select(value => 2 * value)], (double)parameters[0]);
    }
}
