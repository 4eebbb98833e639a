using Xmrl.Contracts;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Tests.Outer;

public sealed class EpochsOuterStepTests
{
    private const double StepSize = 0.1;

#if REAL_IS_DOUBLE
    /// <summary>A handful of roundings.</summary>
    private const double Tolerance = 1e-14;
#else
    /// <summary>A handful of roundings.</summary>
    private const double Tolerance = 1e-6;
#endif

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Step_Epochs_ClimbThePenalizedObjectiveFromWhereTheyAre(int epochs)
    {
        const double Penalty = 0.5;
        Real[] theta = [1];
        EpochsOuterStep step = Step(new EpochOptions { Epochs = epochs, Penalty = Penalty });
        step.Step(theta, Problem()).Status.ShouldBe(OuterStatus.Accepted);
        double expected = 1;
        for (int k = 0; k < epochs; k++)
        {
            expected += StepSize * (3 - expected - (Penalty * 2 * (expected - 1)));
        }

        ((double)theta[0]).ShouldBe(expected, Tolerance);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.0099, 1)]
    [InlineData(1.0, 2)]
    public void Step_Divergence_AdaptsThePenaltyToTheTarget(double divergence, double factor)
    {
        EpochsOuterStep step = Step(new EpochOptions { Penalty = 0.3 });
        step.Step([1], Problem(divergence)).Divergence.ShouldBe(divergence);
        step.Penalty.ShouldBe(0.3 * factor);

        EpochsOuterStep constant = Step(new EpochOptions { Penalty = 0.3, AdaptsPenalty = false });
        constant.Step([1], Problem(divergence));
        constant.Penalty.ShouldBe(0.3);
    }

    [Fact]
    public void Step_NothingToClimb_SaysSoAndLeavesEverything()
    {
        EpochsOuterStep step = Step(new EpochOptions());
        Real[] theta = [1];
        step.Step(theta, new QuadraticProblem([1], [1], [2])).Status.ShouldBe(OuterStatus.ZeroGradient);
        step.Step(theta, new QuadraticProblem([1], [3], [2]) { GradientOverride = [1e-30] }).Status.ShouldBe(OuterStatus.NoMovement);
        theta.ShouldBe([1]);
    }

    [Fact]
    public void Step_GradientIsNotANumber_LeavesEverything()
    {
        EpochsOuterStep step = Step(new EpochOptions());
        Real[] theta = [1];
        var problem = new QuadraticProblem([1], [3], [2]) { GradientOverride = [double.NaN] };
        step.Step(theta, problem).Status.ShouldBe(OuterStatus.NonFiniteGradient);
        theta.ShouldBe([1]);
        step.Penalty.ShouldBe(5e-4);
    }

    [Fact]
    public void Step_StoppedAfterTheEpochs_LeavesEverything()
    {
        var step = new EpochsOuterStep(new Adam(1, new AdamOptions()), new CosineSchedule(0.1, 0.01, 5), new EpochOptions());
        Real[] theta = [1];
        step.Step(theta, Problem());
        Real[] before = [.. theta];
        double[] state = [.. step.State.SelectMany(entry => entry.Values)];

        var stopped = new QuadraticProblem([1], [3], [2]) { ChangeDivergence = _ => throw new OperationCanceledException() };
        Should.Throw<OperationCanceledException>(() => step.Step(theta, stopped));

        theta.ShouldBe(before);
        step.State.SelectMany(entry => entry.Values).ShouldBe(state);
    }

    [Fact]
    public void Restore_State_ContinuesWithTheSameBits()
    {
        Real[] first = [1];
        Real[] second = [1];
        EpochsOuterStep one = Adam();
        one.Step(first, Problem());
        first.CopyTo(second, 0);
        EpochsOuterStep other = Adam();
        other.Restore(one.State);
        one.Step(first, Problem());
        other.Step(second, Problem());
        second.ShouldBe(first);
        other.Penalty.ShouldBe(one.Penalty);

        static EpochsOuterStep Adam() => new(new Adam(1, new AdamOptions()), new CosineSchedule(0.1, 0.01, 5), new EpochOptions());
    }

    private static EpochsOuterStep Step(EpochOptions options) => new(new Sgd(StepSize), new CosineSchedule(StepSize, StepSize, 1), options);

    private static QuadraticProblem Problem(double? divergence = null)
        => new([1], [3], [2]) { ChangeDivergence = own => divergence ?? own };
}
