using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Explain.Influence;
using Xmrl.Fixtures.Runs;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class PostHocTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Fact]
    public void Improve_StoredBasePolicy_EqualsTheRunThatTrainedIt()
    {
        using var trained = new TinyRun();
        using var improved = new TinyRun();
        trained.Run(new TinyOptions { Action = ExperimentAction.Train });

        improved.Run(new TinyOptions { BaseRun = trained.Path });

        improved.Fingerprint().ShouldBe(finished.Run.Fingerprint());
        new StageBook(improved.Directory)
            .Interactions("Meta-training")
            .ShouldBe(new StageBook(trained.Directory).Interactions("Meta-training"));
    }

    [Fact]
    public void Improve_AnotherRepetition_KeepsBaseAndTasksAndChangesTheRest()
    {
        using var again = new TinyRun();

        again.Run(
            new TinyOptions
            {
                BaseRun = finished.Run.Path,
                More = ["repetition=2", "retrain.methods=[continued]", "confirm.candidates=[continued]"],
            });

        SortedDictionary<string, string> before = finished.Run.Fingerprint();
        SortedDictionary<string, string> after = again.Fingerprint();
        after["tasks.json"].ShouldBe(before["tasks.json"]);
        Base(again).ShouldBe(Base(finished.Run));
        after["explanation.json"].ShouldNotBe(before["explanation.json"]);
        after["retrain-continued-iteration-00000002.safetensors"].ShouldNotBe(before["retrain-continued-iteration-00000002.safetensors"]);

        // The same numbers, which belong to another run.
        static IEnumerable<string> Base(TinyRun run)
            => SafetensorsFile.Read(run.Directory.Checkpoints.PathOf(4, "base")).Tensors.Select(
                tensor => $"{tensor.Key} {Convert.ToHexString(tensor.Value.Bytes)}");
    }

    [Fact]
    public void Improve_OtherNumberOfCriticalTasks_TakesTheStoredExplanationAsItWouldMakeIt()
    {
        string[] fewer = ["explain.criticalTasks=1", "retrain.methods=[doubleWeight]", "confirm.candidates=[doubleWeight]"];
        using var trained = new TinyRun();
        trained.Run(new TinyOptions { Action = ExperimentAction.Train });
        using var made = new TinyRun();
        made.Run(new TinyOptions { BaseRun = trained.Path, More = [.. fewer] });

        using var taken = new TinyRun();
        taken.Run(new TinyOptions { BaseRun = finished.Run.Path, More = [.. fewer] });

        taken.Fingerprint().ShouldBe(made.Fingerprint());
        Seconds(taken.Directory).ShouldBe(Seconds(finished.Run.Directory));
        Seconds(made.Directory).ShouldNotBe(Seconds(finished.Run.Directory));

        static double Seconds(RunDirectory run) => new StageBook(run).Entries.Single(entry => entry.Name == "Explanation").Seconds;
    }

    [Theory]
    [InlineData("meta.innerStepSize=0.3", "must stay")]
    [InlineData("policy.hiddenSizes=[9]", "must stay")]
    [InlineData("tasks.training=7", "must stay")]
    public void Improve_SettingsOfTheBasePolicyChanged_SaysSoAndMakesNothing(string setting, string message)
    {
        using var run = new TinyRun();

        Should.Throw<ConfigurationException>(
            () => run.Run(new TinyOptions { BaseRun = finished.Run.Path, More = [setting] })).Message.ShouldContain(message);

        Directory.Exists(run.Path).ShouldBeFalse();
    }

    [Fact]
    public void Improve_AnotherSeed_PointsToRepetitions()
    {
        using var run = new TinyRun();

        Should.Throw<ConfigurationException>(
            () => run.Run(new TinyOptions { BaseRun = finished.Run.Path, Seed = 2 })).Message.ShouldContain("repetition");
    }

    [Fact]
    public void Explain_StoredRun_FindsWhatImproveFound()
    {
        using var pool = new WorkPool(1);
        RunExplanation explanation = RunExplainer.Explain(finished.Run.Path, [], pool, NullLogger.Instance, CancellationToken.None);

        StoredExplanation found = RunJson.Read<StoredExplanation>(finished.Run.Directory.ExplanationPath);
        explanation.Found.Critical.ShouldBe(found.Critical);
        explanation.Found.Explanation!.Replicates.ShouldBe(found.Explanation!.Replicates);
        explanation.Training.Count.ShouldBe(6);

        string first = RunExplainer.Store(finished.Run.Path, explanation);
        RunExplainer.Store(finished.Run.Path, explanation).ShouldNotBe(first);
        RunJson.Read<RunExplanation>(first).Found.Poor.ShouldBe(found.Poor);
    }

    [Fact]
    public void LeaveOut_GroupsOfTasks_HoldEveryTaskOnceWhateverTheThreads()
    {
        LeaveOutResult one = Measure(1);
        LeaveOutResult two = Measure(2);

        one.Groups.Length.ShouldBe(4);
        one.Groups.SelectMany(group => group).Order().ShouldBe(Enumerable.Range(0, 6));
        one.Influence.ShouldBe(one.Influence.OrderDescending());
        one.Effects.Length.ShouldBe(8);
        one.Effects.ShouldContain(effect => effect != 0);
        two.Effects.ShouldBe(one.Effects);

        LeaveOutResult Measure(int threads)
        {
            using var pool = new WorkPool(threads);
            RunExplanation explanation = RunExplainer.Explain(finished.Run.Path, [], pool, NullLogger.Instance, CancellationToken.None);
            return RunExplainer.LeaveOut(
                new LeaveOutRequest(finished.Run.Path, [], explanation, 4), pool, NullLogger.Instance, CancellationToken.None).LeaveOut!;
        }
    }

    [Fact]
    public void LeaveOut_StepsBelowRounding_NamesEveryRetrainingThatStoodStill()
    {
        using var pool = new WorkPool(2);
        var log = new ListLogger();
        RunExplanation explanation = RunExplainer.Explain(finished.Run.Path, [], pool, log, CancellationToken.None);
        log.Lines.Clear();

        LeaveOutResult result = RunExplainer.LeaveOut(
            new LeaveOutRequest(finished.Run.Path, ["retrain.outerStepSize=1e-300"], explanation, 2), pool, log, CancellationToken.None)
            .LeaveOut!;

        // Nothing moved, so leaving tasks out changed nothing.
        result.Effects.ShouldAllBe(static effect => effect == 0);
        string[] warnings = [.. log.Lines.Where(static said => said.Level == LogLevel.Warning).Select(static said => said.Message)];
        warnings.Where(static said => said.Contains("stood still in 2 of 2 iterations (100 %), in all of them", StringComparison.Ordinal))
            .Select(static said => said[..said.IndexOf(" stood", StringComparison.Ordinal)])
            .ShouldBe(
            [
                "The retraining with all tasks (repeat 1 of 2)", "The retraining without group 1 (repeat 1 of 2)",
                "The retraining without group 2 (repeat 1 of 2)", "The retraining with all tasks (repeat 2 of 2)",
                "The retraining without group 1 (repeat 2 of 2)", "The retraining without group 2 (repeat 2 of 2)",
            ]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void LeaveOut_NoSuchNumberOfGroups_SaysHowManyThereCanBe(int groups)
    {
        using var pool = new WorkPool(1);
        RunExplanation explanation = RunExplainer.Explain(finished.Run.Path, [], pool, NullLogger.Instance, CancellationToken.None);

        Should.Throw<ConfigurationException>(
            () => RunExplainer.LeaveOut(
                new LeaveOutRequest(finished.Run.Path, [], explanation, groups), pool, NullLogger.Instance, CancellationToken.None))
            .Message.ShouldContain("2 to 6");
    }

    [Fact]
    public void Explain_LimitThatNoTaskStaysBelow_FindsNothingPoor()
    {
        using var pool = new WorkPool(1);
        RunExplanation explanation = RunExplainer.Explain(
            finished.Run.Path, ["poor.below=-1"], pool, NullLogger.Instance, CancellationToken.None);

        explanation.Found.Poor.ShouldBeEmpty();
        explanation.Found.Explanation.ShouldBeNull();
    }

    [Fact]
    public void Improve_NothingIsPoor_KeepsTheBasePolicyAndSaysSo()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(new TinyOptions { BaseRun = finished.Run.Path, More = ["poor.below=-1"] });

        outcome.Rows.ShouldHaveSingleItem().Method.ShouldBe(Maml.Title);
        File.ReadAllText(run.Directory.ReportDataPath).ShouldContain("Nothing is poorly adapted");
    }
}
