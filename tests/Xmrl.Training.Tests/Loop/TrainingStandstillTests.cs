using Xmrl.Meta.Outer;
using Xmrl.Runs.Curves;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

public sealed class TrainingStandstillTests
{
    private const OuterStatus Moved = OuterStatus.Accepted;
    private const OuterStatus Zero = OuterStatus.ZeroGradient;
    private const OuterStatus Unmoved = OuterStatus.NoMovement;

    [Fact]
    public void Of_TrainingThatMoves_IsNone()
        => TrainingStandstill.Of(Rows([Moved, OuterStatus.LineSearchFailed, Moved]), "the meta-training").ShouldBeNull();

    [Fact]
    public void Of_StandsStillToTheEnd_SaysSinceWhenAndIsDead()
    {
        TrainingStandstill found = TrainingStandstill.Of(Rows([Moved, Zero, Unmoved, Zero]), "the meta-training").ShouldNotBeNull();
        (found.Zero, found.Unmoved, found.First, found.Since, found.IsDead).ShouldBe((2, 1, 2L, 2L, true));
        found.Describe().ShouldStartWith(
            "The meta-training stood still in 3 of 4 iterations (75 %), without a break from iteration 2 to the end: the hyper-gradient "
                + "was zero (2) or the step below the rounding of every parameter (1). It is no success");
    }

    [Fact]
    public void Of_StandsStillForAWhile_IsToldAndNotDead()
    {
        TrainingStandstill found = TrainingStandstill.Of(Rows([Moved, Unmoved, Moved]), "the retraining by TW").ShouldNotBeNull();
        (found.First, found.Since, found.IsDead).ShouldBe((2L, null, false));
        found.Describe()
            .ShouldBe(
                "The retraining by TW stood still in 1 of 3 iterations (33 %), first in iteration 2: the step was below the rounding of "
                    + "every parameter.");
    }

    [Fact]
    public void Of_AcceptedStepOfLengthZero_CountsAsStandingStill()
    {
        MetricsRow[] rows = [new MetricsRow(0, new Dictionary<string, double> { ["outer_status"] = 0, ["gradient_norm"] = 0 })];
        TrainingStandstill.Of(rows, "the meta-training").ShouldNotBeNull().IsDead.ShouldBeTrue();
    }

    private static MetricsRow[] Rows(OuterStatus[] statuses) =>
        [
            .. statuses.Select(
                (status, i) => new MetricsRow(
                    i, new Dictionary<string, double> { ["outer_status"] = (double)status, ["gradient_norm"] = status == Zero ? 0 : 1 })),
        ];
}
