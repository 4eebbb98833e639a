using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Evaluation;

public sealed class RunEvaluatorTests(NavigationRun finished) : IClassFixture<NavigationRun>
{
    private static readonly EvaluationRequest Small = new() { Tasks = 4, Steps = 2 };

    /// <summary>Those that take the tiny experiment's keys; ReplayRunTests trains the others.</summary>
    public static TheoryData<string> Learners
        => [.. LearnerTable.All.Where(learner => learner.HasCurvature).Select(learner => learner.Card.Argument)];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Evaluate_EachLearner_ScoresEveryStepAlsoBeyondTheTrainedOnes(string learner)
    {
        using var run = new TinyRun();
        run.Run(TinyOptions.Train(Navigation2DExperiment.Name, learner));

        RunEvaluation found = Evaluate(run.Directory, Small with { Steps = 3 });

        (found.TrainedSteps, found.Curve.Count).ShouldBe((1, 4));
        found.Curve.Select(point => point.Step).ShouldBe([0, 1, 2, 3]);
        found.Tasks.ShouldAllBe(task => task.Sampled.Concat(task.MeanActions).All(double.IsFinite));
        found.Tasks.ShouldAllBe(task => task.MeanActions.Distinct().Count() > 1, "Steps change the policy.");
    }

    [Fact]
    public void Evaluate_CategoricalPolicy_Works()
    {
        using var run = new TinyRun();
        run.Run(TinyOptions.Train(BanditExperiment.Name, "maml"));

        RunEvaluation found = Evaluate(run.Directory, Small);

        found.Curve[^1].MeanActions.Mean.Value.ShouldBeInRange(0, 1000);
        found.TaskParameterNames.Count.ShouldBe(10);
    }

    [Fact]
    public void Evaluate_LearnedStepSize_ComesFromTheCheckpoint()
    {
        using var run = new TinyRun();
        run.Run(TinyOptions.Train(Navigation2DExperiment.Name, "maml") with { More = ["meta.stepSizeLearning=scalar"] });
        Evaluate(run.Directory, Small).Tasks.ShouldAllBe(task => task.MeanActions[0] != task.MeanActions[2]);
        (long iteration, SafetensorsFile file) = run.Directory.Checkpoints.LoadLatest(NullLogger.Instance, "base")!.Value;
        file.Tensors["policy.inner.step_sizes"] = StoredTensor.Of<Real>([0], 1, 1);
        run.Directory.Continue();
        run.Directory.Checkpoints.Save(iteration, file, "base");

        RunEvaluation found = Evaluate(run.Directory, Small);

        found.Tasks.ShouldAllBe(task => task.MeanActions[0] == task.MeanActions[2], "Steps of size 0 leave the policy as it was.");
    }

    [Fact]
    public void Evaluate_SeedOfTheRun_DrawsOtherTasksThanTheRun()
    {
        TaskSets own = RunJson.Read<TaskSets>(finished.Run.Directory.TasksPath);

        RunEvaluation found = Evaluate(finished.Run.Directory, Small with { Tasks = 10 });

        found.Seed.ShouldBe(finished.Run.Directory.ReadState().Seed);
        IEnumerable<string> known = own.Training.Concat(own.Validation).Concat(own.Test).Select(task => string.Join(' ', task.Parameters));
        found.Tasks.Select(task => string.Join(' ', task.Parameters)).Intersect(known).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_OtherThreads_GivesTheSameBits()
        => Text(Evaluate(finished.Run.Directory, Small with { Threads = 3 })).ShouldBe(Text(Evaluate(finished.Run.Directory, Small)));

    [Fact]
    public void Evaluate_MoreSteps_LeavesTheFirstOnesAsTheyWere()
        => Evaluate(finished.Run.Directory, Small with { Steps = 4 }).Curve.Take(3).ShouldBe(Evaluate(finished.Run.Directory, Small).Curve);

    [Fact]
    public void Evaluate_OtherMethod_MeetsTheSameTasksWithAnotherPolicy()
    {
        RunEvaluation first = Evaluate(finished.Run.Directory, Small);
        RunEvaluation second = Evaluate(finished.Run.Directory, Small with { Method = "xmrl" });

        second.Tasks.Select(task => task.Parameters).ShouldBe(first.Tasks.Select(task => task.Parameters));
        second.Curve.ShouldNotBe(first.Curve);
        (first.Iteration, second.Iteration).ShouldBe((4, 2));
    }

    [Fact]
    public void Evaluate_Defaults_AreThoseOfTheRun()
    {
        RunEvaluation found = Evaluate(finished.Run.Directory, new EvaluationRequest { Tasks = 3 });

        (found.Curve.Count, found.Trajectories, found.Repeats).ShouldBe((2, 4, 1));
    }

    [Fact]
    public void Evaluate_Figures_AreThoseOfTheTasks()
    {
        RunEvaluation found = Evaluate(finished.Run.Directory, Small with { Tasks = 5 });
        double[] scores = [.. found.Tasks.Select(task => task.Sampled[1])];

        found.Curve[1].Sampled.Mean.Value.ShouldBe(scores.Average(), 1e-12);
        found.Curve[1].Sampled.Cvar.Value.ShouldBe(scores.Min(), 1e-12, "The worst fifth of five tasks is one.");
        found.WorstFirst()[0].MeanActions[^1].ShouldBe(found.Tasks.Min(task => task.MeanActions[^1]));
    }

    [Theory]
    [InlineData("xmlr", "There is no method xmlr. Did you mean xmrl?")]
    [InlineData("xmrl", "has no checkpoint of xmrl; it has base.")]
    public void Evaluate_PolicyThatIsNotThere_SaysWhatIs(string method, string expected)
    {
        using var run = new TinyRun();
        run.Run(TinyOptions.Train(Navigation2DExperiment.Name, "maml"));

        Should.Throw<ConfigurationException>(() => Evaluate(run.Directory, Small with { Method = method })).Message.ShouldContain(expected);
    }

    [Fact]
    public void Store_NameTaken_AddsANumber()
    {
        using var run = new TinyRun();
        run.Run(TinyOptions.Train(Navigation2DExperiment.Name, "maml"));
        RunEvaluation evaluation = Evaluate(run.Directory, Small);

        string[] names =
            [
                .. Enumerable.Range(0, 3)
                .Select(_ => Path.GetRelativePath(run.Path, RunEvaluator.Store(run.Directory, evaluation)).Replace('\\', '/')),
            ];

        names.ShouldBe(["evaluations/base-seed1.json", "evaluations/base-seed1-2.json", "evaluations/base-seed1-3.json"]);
        Text(RunJson.Read<RunEvaluation>(Path.Combine(run.Path, names[1]))).ShouldBe(Text(evaluation));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, -1, 1)]
    [InlineData(2, 0, 0)]
    public void EvaluationRequest_OutOfRange_IsRefused(int tasks, int steps, int repeats)
        => Should.Throw<ArgumentOutOfRangeException>(() => new EvaluationRequest { Tasks = tasks, Steps = steps, Repeats = repeats });

    private static RunEvaluation Evaluate(RunDirectory run, EvaluationRequest request)
        => RunEvaluator.Evaluate(new ImprovedRun(run), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None);

    private static string Text(RunEvaluation evaluation) => JsonSerializer.Serialize(evaluation, RunJson.Options);
}
