using Xmrl.Reproduction.Running;

namespace Xmrl.Reproduction.Tests;

public sealed class TimeEstimateTests
{
    [Fact]
    public void Left_NothingKnown_IsNull() => new TimeEstimate().Left(["a"], "a", 0, null).ShouldBeNull();

    [Fact]
    public void Left_FirstRun_StandsForTheOthers() => new TimeEstimate().Left(["a", "b"], "a", 10, 30).ShouldBe(30 + 40 + 40);

    [Fact]
    public void Left_Weights_ScaleWhatIsKnownOfOtherSeries()
    {
        var estimate = new TimeEstimate(new Dictionary<string, double> { ["a"] = 10, ["b"] = 30 });

        estimate.Left(["a", "b"], "a", 10, 30).ShouldBe(30 + 40 + 120);
        estimate.Waiting(["a", "b"], "b", 60).ShouldBe(20 + 60);
        estimate.Add("a", 50);
        estimate.Left(["a", "b"], "b", 0, null).ShouldBe(150 + 50 + 150);
    }

    [Fact]
    public void Waiting_NothingKnown_IsZero() => new TimeEstimate().Waiting(["a"], "b", null).ShouldBe(0);

    [Fact]
    public void Left_FinishedRuns_CountsTheirSeries()
    {
        var estimate = new TimeEstimate();
        estimate.Add("a", 10);
        estimate.Add("a", 14);
        estimate.Add("b", 30);

        estimate.Left(["a", "b", "c"], "a", 4, null).ShouldBe(8 + 12 + 30 + 18);
        estimate.Left([], "b", 40, null).ShouldBe(0);
    }
}
