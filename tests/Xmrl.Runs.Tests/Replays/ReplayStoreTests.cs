using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Tests.Replays;

/// <summary>What the replays of a run may take.</summary>
public sealed class ReplayStoreTests
{
    private const double Seconds = 0.02;

    [Theory]
    [InlineData(null, 666_666)]
    [InlineData("", 666_666)]
    [InlineData("0.5", 166_666)]
    [InlineData("0", 0)]
    public void Budget_Setting_IsAThirdOfTheMegabytes(string? setting, int bytes) => ReplayStore.Budget(setting).ShouldBe(bytes);

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("61")]
    [InlineData("NaN")]
    public void Budget_NoMegabytes_SaysWhatIsExpected(string setting)
        => Should.Throw<FormatException>(() => ReplayStore.Budget(setting)).Message
            .ShouldContain($"XMRL_REPLAY_MB is '{setting}'; a number of megabytes between 0 and 60");

    [Fact]
    public void Fit_Room_KeepsEveryStep()
    {
        ReportReplays found = Fit(tasks: 2, bodies: 5, steps: 100, ReplayStore.Budget(null)).ShouldNotBeNull();

        found.Episodes.Count.ShouldBe(4);
        found.Episodes.ShouldAllBe(episode => episode.Every == 1 && episode.Tracks.Count == 5);
    }

    /// <summary>Many bodies, long episodes: fewer moments, but all tasks.</summary>
    [Fact]
    public void Fit_ManyBodies_TakesAtMostTheBudget()
    {
        int budget = ReplayStore.Budget(null);

        ReportReplays found = Fit(tasks: 3, bodies: 60, steps: 1000, budget).ShouldNotBeNull();

        ReplayStore.Bytes(found).ShouldBeInRange(budget / 2, budget);
        found.Episodes.Select(episode => episode.TaskId).Distinct().Count().ShouldBe(3);
        found.Episodes[0].Every.ShouldBeInRange(2, (int)(0.25 / Seconds));
    }

    /// <summary>Where even the fewest moments of all tasks are too many, the first tasks stay, each with all of its episodes.</summary>
    [Fact]
    public void Fit_FarTooManyBodies_KeepsTheFirstTasks()
    {
        int budget = ReplayStore.Budget(null);

        ReportReplays found = Fit(tasks: 6, bodies: 100, steps: 1000, budget).ShouldNotBeNull();

        ReplayStore.Bytes(found).ShouldBeLessThanOrEqualTo(budget);
        found.Episodes.Count.ShouldBeInRange(2, 10);
        (found.Episodes.Count % 2).ShouldBe(0);
        found.Episodes[0].TaskId.ShouldBe("test-0");
    }

    [Fact]
    public void Fit_NoRoomForOneTask_IsNone() => Fit(tasks: 1, bodies: 400, steps: 1000, 10_000).ShouldBeNull();

    [Fact]
    public void Fit_PoseThatIsNoNumber_LeavesItsEpisodeOut()
    {
        ReportReplays all = All(2, 3, 20);
        double[][][] frames = [.. Enumerable.Range(0, 4).Select(i => SampleReplays.Frames(20, 3, i))];
        frames[1][5][2] = double.NaN;

        ReplayStore.Fit(all, frames, 100_000).ShouldNotBeNull().Episodes.Count.ShouldBe(3);
    }

    [Fact]
    public void Fit_Twice_IsTheSame()
    {
        ReportReplays[] found = [.. Enumerable.Range(0, 2).Select(_ => Fit(2, 30, 300, 100_000)!)];

        found[0].Episodes.SelectMany(episode => episode.Tracks).ShouldBe(found[1].Episodes.SelectMany(episode => episode.Tracks));
    }

    private static ReportReplays? Fit(int tasks, int bodies, int steps, int budget) => ReplayStore.Fit(
        All(tasks, bodies, steps), [.. Enumerable.Range(0, 2 * tasks).Select(i => SampleReplays.Frames(steps, bodies, i))], budget);

    /// <summary>Two episodes of each task.</summary>
    private static ReportReplays All(int tasks, int bodies, int steps) => new()
    {
        SecondsPerStep = Seconds,
        Models = [SampleReplays.Model(bodies)],
        Episodes = [.. Enumerable.Range(0, 2 * tasks).Select(i => SampleReplays.Replay($"test-{i / 2}", steps, i % 2 == 1))],
    };
}
