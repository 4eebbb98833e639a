using Xmrl.Contracts;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learning;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.5)]
    [InlineData(double.PositiveInfinity)]
    public void Options_RealOutOfRange_ThrowsWithItsName(double bad)
    {
        MdpTask task = QuadraticBandit.Family.SampleTask(RandomKey.FromSeed(1), 0);
        Name(() => new LearnerOptions { InnerStepSize = bad }).ShouldBe("InnerStepSize");
        Name(() => new TrustRegionOptions { MaximumDivergence = bad }).ShouldBe("MaximumDivergence");
        Name(() => new TrustRegionOptions { Damping = bad }).ShouldBe("Damping");
        Name(() => new TrustRegionOptions { Backtracking = bad }).ShouldBe("Backtracking");
        Name(() => new TaskPlan { MdpTask = task, Weight = bad }).ShouldBe("Weight");
        Name(() => new BatchOptions { CommonScale = bad }).ShouldBe("CommonScale");
    }

    [Fact]
    public void Options_CountTooSmall_ThrowsWithItsName()
    {
        MdpTask task = QuadraticBandit.Family.SampleTask(RandomKey.FromSeed(1), 0);
        Name(() => new LearnerOptions { InnerSteps = 0 }).ShouldBe("InnerSteps");
        Name(() => new LearnerOptions { Trajectories = 0 }).ShouldBe("Trajectories");
        Name(() => new TrustRegionOptions { ConjugateGradientSteps = 0 }).ShouldBe("ConjugateGradientSteps");
        Name(() => new TrustRegionOptions { LineSearchSteps = 0 }).ShouldBe("LineSearchSteps");
        Name(() => new EvaluationOptions { Steps = -1 }).ShouldBe("Steps");
        Name(() => new EvaluationOptions { AdaptationTrajectories = 0 }).ShouldBe("AdaptationTrajectories");
        Name(() => new EvaluationOptions { SampledTrajectories = -1 }).ShouldBe("SampledTrajectories");
        Name(() => new EvaluationOptions { MeanTrajectories = -1 }).ShouldBe("MeanTrajectories");
        Name(() => new EvaluationOptions { Repeats = 0 }).ShouldBe("Repeats");
        Name(() => new TaskPlan { MdpTask = task, Repeats = 0 }).ShouldBe("Repeats");
    }

    [Fact]
    public void Iterate_NoTaskOfPositiveWeight_Throws()
    {
        using var setup = new Setup(QuadraticBandit.Family, new LearnerOptions());
        var step = new TrustRegionOuterStep(new TrustRegionOptions());
        Should.Throw<ArgumentException>(() => setup.Learner.Iterate(setup.Initial(), [], step, default)).ParamName.ShouldBe("plans");
        Should.Throw<ArgumentException>(
            () => setup.Learner.Iterate(setup.Initial(), [.. setup.Plans(2).Select(plan => plan with { Weight = 0 })], step, default))
            .ParamName.ShouldBe("plans");
    }

    private static string? Name(Func<object> create) => Should.Throw<ArgumentOutOfRangeException>(create).ParamName;
}
