using Xmrl.Contracts;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Meta.Tests.Outer;

public sealed class GradientOuterStepTests
{
    /// <summary>Two roundings to float of numbers below one.</summary>
    private const double RoundingTolerance = 1e-7;

    private static readonly double[] Fisher = [1, 1];

    [Fact]
    public void Step_Sgd_FollowsGradientScheduleAndClipping()
    {
        // Gradient (3, 4) of norm 5, clipped to 1: (0.6, 0.8).
        var step = new GradientOuterStep(new Sgd(1), new CosineSchedule(0.5, 0, 2), 1);
        Real[] theta = [0, 0];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher));
        report.Status.ShouldBe(OuterStatus.Accepted);
        report.GradientNorm.ShouldBe(5);
        ((double)theta[0]).ShouldBe(0.3, RoundingTolerance);
        ((double)theta[1]).ShouldBe(0.4, RoundingTolerance);
        step.Step(theta, new QuadraticProblem([0, 0], [3, 4], Fisher));
        ((double)theta[0]).ShouldBe(0.45, RoundingTolerance);
        ((double)theta[1]).ShouldBe(0.6, RoundingTolerance);
    }

    [Fact]
    public void Step_GradientNotFinite_LeavesParametersAndState()
    {
        var step = new GradientOuterStep(new Adam(2, new AdamOptions()), new CosineSchedule(0.1, 0.1, 1), double.PositiveInfinity);
        Real[] theta = [1, 2];
        string before = Text(step);
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher) { GradientOverride = [0, double.NaN] });
        report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        theta.ShouldBe([1, 2]);
        Text(step).ShouldBe(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_GradientZero_SaysSoAndGoesOnInTheSchedule(bool isAdam)
    {
        var step = new GradientOuterStep(isAdam ? new Adam(2, new AdamOptions()) : new Sgd(1), new CosineSchedule(0.1, 0.1, 1), 1);
        Real[] theta = [1, 2];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher) { GradientOverride = [0, 0] });
        (report.Status, report.GradientNorm).ShouldBe((OuterStatus.ZeroGradient, 0));
        theta.ShouldBe([1, 2]);
        step.State.Single(entry => entry.Name == "schedule.step").Values.ShouldBe([1]);
    }

    [Fact]
    public void Step_GradientZeroAfterOthers_MovesNothingByMomentum()
    {
        var step = new GradientOuterStep(new Adam(2, new AdamOptions()), new CosineSchedule(0.1, 0.1, 1), 1);
        Real[] theta = [1, 2];
        step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher)).Status.ShouldBe(OuterStatus.Accepted);
        Real[] moved = [.. theta];
        step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher) { GradientOverride = [0, 0] }).StoodStill.ShouldBeTrue();
        theta.ShouldBe(moved);
    }

    [Fact]
    public void Step_BelowTheRoundingOfEveryParameter_SaysThatNothingMoved()
    {
        // 1 + 1e-30 is 1 in both precisions.
        var step = new GradientOuterStep(new Sgd(1), new CosineSchedule(1, 1, 1), double.PositiveInfinity);
        Real[] theta = [1, 2];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher) { GradientOverride = [1e-30, 0] });
        (report.Status, report.GradientNorm, report.StoodStill).ShouldBe((OuterStatus.NoMovement, 1e-30, true));
        theta.ShouldBe([1, 2]);
    }

    [Fact]
    public void Step_ParametersWouldOverflow_LeavesParametersAndState()
    {
        var step = new GradientOuterStep(new Sgd(1), new CosineSchedule(1e200, 1e200, 1), double.PositiveInfinity);
        Real[] theta = [1, 2];
        OuterReport report = step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher) { GradientOverride = [0, 1e150] });
        report.Status.ShouldBe(OuterStatus.NonFiniteStep);
        report.Detail.ShouldContain("1");
        theta.ShouldBe([1, 2]);
        step.State.Single(entry => entry.Name == "schedule.step").Values.ShouldBe([0]);
    }

    [Fact]
    public void Restore_StateOfAnother_ContinuesWithTheSameBits()
    {
        GradientOuterStep first = Create();
        Real[] theta = [1, 2];
        Take(first, theta);
        GradientOuterStep second = Create();
        second.Restore(first.State);
        Real[] copy = [.. theta];
        Take(first, theta);
        Take(second, copy);
        copy.ShouldBe(theta);
        Text(second).ShouldBe(Text(first));

        static GradientOuterStep Create() => new(new Adam(2, new AdamOptions()), new CosineSchedule(0.5, 0.1, 4), double.PositiveInfinity);

        static void Take(GradientOuterStep step, Real[] theta)
        {
            for (int k = 0; k < 2; k++)
            {
                step.Step(theta, new QuadraticProblem(theta, [3, 4], Fisher));
            }
        }
    }

    private static string Text(GradientOuterStep step)
        => string.Join("; ", step.State.Select(entry => $"{entry.Name}: {string.Join(", ", entry.Values)}"));
}
