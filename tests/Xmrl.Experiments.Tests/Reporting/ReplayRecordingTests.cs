using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Tests.Definitions;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Experiments.Tests.Reporting;

/// <summary>What a run stores of a robot's bodies.</summary>
public sealed class ReplayRecordingTests
{
    private static readonly string[] s_short =
    [
        "meta.iterations=1", "meta.trajectories=2", "retrain.methods=[xmrl]", "retrain.iterations=1", "augment.iterations=1",
        "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=1", "scoring.meanTrajectories=1",
    ];

    [MuJoCoFact]
    public void Improve_Robot_StoresReplaysOfAllPhasesWithinTheBound()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { Runner = ExperimentRegistry.BuiltIn.Find("halfcheetah-velocity"), More = s_short });

        ReportData report = run.Directory.ReadReport().ShouldNotBeNull();
        ReportReplays replays = report.Replays.ShouldNotBeNull();
        replays.SecondsPerStep.ShouldBe(0.05, 1e-12);
        replays.Models.ShouldHaveSingleItem().Bodies.Count.ShouldBe(7);
        ReplayStore.Bytes(replays).ShouldBeLessThanOrEqualTo(ReplayStore.Budget(null));
        new FileInfo(run.Directory.File(StoredEpisodes.FileName)).Length.ShouldBeGreaterThan(ReplayStore.Bytes(replays) / 2);
        (ReplayStore.Copies * ReplayStore.Budget(null)).ShouldBeLessThanOrEqualTo(2_000_000);
        string[] shown = [.. replays.Episodes.Select(episode => episode.TaskId).Distinct()];
        shown.Length.ShouldBe(4, "two poor tasks, and two others");
        report.Tasks.Where(task => task.IsPoor && task.Id.StartsWith("test-", StringComparison.Ordinal)).Select(task => task.Id)
            .ShouldBe(shown.Take(2), ignoreOrder: true);
        foreach (IGrouping<string, ReportReplay> task in replays.Episodes.GroupBy(episode => episode.TaskId))
        {
            task.Select(episode => (episode.Phase, episode.IsAdapted)).ShouldBe(
                [
                    (ReportPhase.Before, false), (ReportPhase.After, false), (ReportPhase.Before, true), (ReportPhase.After, true),
                ]);
            task.ShouldAllBe(episode => episode.Steps == 200 && episode.Tracks.Count == 7 && episode.Return != null);
            task.First().Aims.ShouldHaveSingleItem().Vector[0].ShouldBe(
                report.Tasks.Single(item => item.Id == task.Key).Parameters["speed"], 1e-5);
        }

        // The episodes that the charts over time show are those of the replays.
        foreach (ReportEpisode episode in report.Episodes)
        {
            ReportReplay same = replays.Episodes.Single(replay =>
                (replay.TaskId, replay.Phase, replay.IsAdapted) == (episode.TaskId, episode.Phase, episode.IsAdapted));
            same.Return.ShouldBe(episode.Return);
        }

        using var again = new TinyRun();
        again.Run(new TinyOptions { Runner = ExperimentRegistry.BuiltIn.Find("halfcheetah-velocity"), More = s_short, Threads = 1 });
        File.ReadAllBytes(again.Directory.File(StoredEpisodes.FileName))
            .ShouldBe(File.ReadAllBytes(run.Directory.File(StoredEpisodes.FileName)), "the same seed");
    }

    [Fact]
    public void Improve_EnvironmentWithoutBodies_StoresNoReplays()
    {
        using var run = new TinyRun();

        run.Run();

        run.Directory.ReadReport().ShouldNotBeNull().Replays.ShouldBeNull();
        File.ReadAllText(run.Directory.File(StoredEpisodes.FileName)).ShouldNotContain("replays");
    }
}
