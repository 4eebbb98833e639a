using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>The way in from code: settings are checked, a stopped run goes on, and a folder is that of one run.</summary>
public sealed class ExperimentTests : IDisposable
{
    private static readonly string[] s_small =
    [
        "policy.hiddenSizes=[4]", "tasks.training=6", "tasks.validation=4", "tasks.test=6", "meta.iterations=3", "meta.tasksPerIteration=3",
        "meta.trajectories=4", "poor.count=2", "poor.testShare=0.34", "explain.criticalTasks=2", "explain.iterations=2",
        "retrain.iterations=2", "retrain.otherTasks=2", "retrain.methods=[continued]", "confirm.tasks=6",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=4", "scoring.repeats=1",
    ];

    private readonly TemporaryFolder _folder = new();

    private static Experiment Small
        => Experiment.On(TinyWorld.Family(isDiscrete: false, hasSuccess: false, horizon: 5)).With(s_small).Quick();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Improve_StoppedAndCalledAgain_EndsAsIfItHadNotStopped()
    {
        ExperimentOutcome whole = Small.Improve(_folder["whole"], seed: 2);
        using (var source = new CancellationTokenSource())
        {
            var stop = new Stop(source);
            Should.Throw<OperationCanceledException>(() => Small.Reporting(stop).Improve(_folder["run"], seed: 2, token: source.Token));
        }

        RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Cancelled);
        ExperimentOutcome outcome = Small.Improve(_folder["run"], seed: 2);

        outcome.Rows.ShouldBe(whole.Rows);
        outcome.Notes[^1].ShouldBe(whole.Notes[^1]);
        Small.Improve(_folder["run"], seed: 2).Rows.ShouldBe(outcome.Rows);
    }

    [Fact]
    public void Improve_FolderOfAnotherRun_IsRefused()
    {
        Small.Improve(_folder["run"]);

        Should.Throw<ConfigurationException>(() => Small.Improve(_folder["run"], seed: 2)).Message
            .ShouldContain("holds a run of custom with other settings or another seed (1); found seed 2.");
        Should.Throw<ConfigurationException>(() => Small.With("meta.iterations=2").Improve(_folder["run"])).Message
            .ShouldContain("Name another folder, or the settings of that run.");
    }

    [Fact]
    public void Improve_WrongSetting_IsRefusedBeforeAFolderIsMade()
    {
        Should.Throw<ConfigurationException>(() => Small.With("meta.iteratons=2").Improve(_folder["run"]))
            .Message.ShouldContain("Did you mean iterations?");
        Directory.Exists(_folder["run"]).ShouldBeFalse();
    }

    /// <summary>What holds for the environments of the product holds for those of a user.</summary>
    [Fact]
    public void Improve_ChoicesWithALearnerOfNumbers_IsRefused()
        => Should.Throw<ConfigurationException>(
            () => Experiment.On(TinyWorld.Family(isDiscrete: true, hasSuccess: false, horizon: 5)).With("meta.learner=pearl")
                .Improve(_folder["run"]))
            .Message.ShouldContain("expected a learner for actions to choose from with TinyWorld-v1; pearl needs real ones");

    private sealed class Stop(CancellationTokenSource source) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Completed >= 2)
            {
                source.Cancel();
            }
        }
    }
}
