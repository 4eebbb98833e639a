using Xmrl.Offline.Data;

namespace Xmrl.Offline.Tests.Data;

public class TaskBufferTests
{
    private const double Tight = 1e-12;

    [Fact]
    public void ReturnsAndTails_TerminatedAndCutEpisodes_AreThoseByHand()
    {
        (double[] returns, double[] tails) = Buffers.Of().ReturnsAndTails(0.5);

        // Episode 0: rewards 0, 1, 2, terminated. Episode 2: rewards 7, 8, cut.
        returns[0].ShouldBe(0 + (0.5 * 1) + (0.25 * 2), Tight);
        returns[2].ShouldBe(2, Tight);
        returns[7].ShouldBe(7 + (0.5 * 8), Tight);
        tails[..3].ShouldBe([0, 0, 0]);
        tails[7].ShouldBe(0.25, Tight);
        tails[8].ShouldBe(0.5, Tight);
        tails[3].ShouldBe(Math.Pow(0.5, 4), Tight);
    }

    [Fact]
    public void EpisodeStages_ThreeEpisodes_FollowCumulativeSteps()
    {
        // Middles at 1.5, 5 and 8 of 9 steps.
        Buffers.Of().EpisodeStages().ShouldBe([0, 1, 2]);
        Buffers.Of().StageReturns().ShouldBe([3, 18, 15]);
    }

    [Fact]
    public void EpisodeStages_ManyEpisodes_TheMiddleOneIsTheMiddleThird()
    {
        var buffer = new TaskBuffer
        {
            MdpTask = Buffers.Of().MdpTask,
            Observations = new float[1800],
            Actions = new float[900],
            Rewards = new float[900],
            EpisodeStarts = [.. Enumerable.Range(0, 300).Select(j => 3L * j)],
            Terminated = new byte[300],
            FinalObservations = new float[600],
            PolicyNumbers = [.. Enumerable.Range(0, 300)],
        };
        int[] stages = buffer.EpisodeStages();
        int[] middle = [.. buffer.PolicyNumbers!.Where((_, j) => stages[j] == 1)];
        middle.Min().ShouldBe(100);
        middle.Max().ShouldBe(199);
    }

    [Fact]
    public void ReturnScale_TwoBuffers_IsTheStandardDeviationOverSteps()
    {
        double[] all = [.. Buffers.Of().ReturnsAndTails(1).Returns, .. Buffers.Of().ReturnsAndTails(1).Returns];
        double mean = all.Average();
        ReturnScale.Of([Buffers.Of(), Buffers.Of()], 1).ShouldBe(Math.Sqrt(all.Average(r => (r - mean) * (r - mean))), Tight);
        ReturnScale.Of([], 1).ShouldBe(0);
    }
}
