using Xmrl.Experiments.Reproduction;

namespace Xmrl.Experiments.Tests.Reproduction;

public sealed class TimeEstimateTests
{
    [Fact]
    public void Left_NothingKnown_IsNull() => new TimeEstimate().Left(["a"], ("a", 0, 0)).ShouldBeNull();

    [Fact]
    public void Left_FirstRun_ExtrapolatesIt() => new TimeEstimate().Left(["a", "b"], ("a", 10, 0.25)).ShouldBe(30 + 40 + 40);

    [Fact]
    public void Left_FinishedRuns_CountsTheirSeries()
    {
        var estimate = new TimeEstimate();
        estimate.Add("a", 10);
        estimate.Add("a", 14);
        estimate.Add("b", 30);

        estimate.Left(["a", "b", "c"], ("a", 4, 0)).ShouldBe(8 + 12 + 30 + 18);
        estimate.Left([], ("b", 40, 0)).ShouldBe(0);
    }
}
