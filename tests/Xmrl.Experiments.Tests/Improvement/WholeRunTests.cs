using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Improvement;

public sealed class WholeRunTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    /// <summary>The part of the explanation that finds the poor tasks.</summary>
    private const string Search = "search for poor tasks";

    private static readonly MethodName[] Methods = [.. TinyRun.Methods];

    private RunDirectory Run => finished.Run.Directory;

    [Fact]
    public void Run_Finished_StateSaysDone()
    {
        RunState state = Run.ReadState();

        (state.Phase, state.Stage, state.Message).ShouldBe((RunPhase.Done, "Evaluation", finished.Outcome.Notes[0]));
        finished.Outcome.Succeeded.ShouldBeTrue();
        File.Exists(Run.File(".lock")).ShouldBeFalse();
    }

    [Fact]
    public void Run_Finished_ConfigurationReadsBackAsItWasAsked()
    {
        ImproveConfiguration stored = ConfigurationReader.ReadFile<ImproveConfiguration>(Run.ConfigurationPath);

        ConfigurationWriter.Write(stored).ShouldBe(ConfigurationWriter.Write(TinyRun.Configure()));
    }

    [Fact]
    public void Run_Finished_TaskSetsHaveTheirSizes()
    {
        TaskSets tasks = RunJson.Read<TaskSets>(Run.TasksPath);

        (tasks.Training.Count, tasks.Validation.Count, tasks.Test.Count).ShouldBe((6, 4, 6));
        tasks.Training.Concat(tasks.Validation).Concat(tasks.Test).Select(task => string.Join(' ', task.Parameters)).ShouldBeUnique();
    }

    [Fact]
    public void Run_Finished_ExplanationNamesPoorAndCriticalTasks()
    {
        StoredExplanation stored = RunJson.Read<StoredExplanation>(Run.ExplanationPath);

        stored.Poor.Length.ShouldBe(2);
        stored.Critical.ShouldBe(stored.Explanation!.Ranking[..2]);
        stored.SelectionScores.Length.ShouldBe(4);
        stored.Explanation.Replicates.Length.ShouldBe(2 * 6);
        stored.Explanation.Replicates.ShouldAllBe(value => double.IsFinite(value));
    }

    [Theory]
    [InlineData("xmrl")]
    [InlineData("random-critical")]
    [InlineData("nearest-critical")]
    public void Run_Finished_MixingLawWasLearned(string series)
    {
        StoredMixing stored = RunJson.Read<StoredMixing>(Run.File($"mixing-{series}.json"));

        stored.Critical.Length.ShouldBe(2);
        stored.Iterations.Count.ShouldBe(2);
        stored.Parameters.ShouldNotBe(stored.Initial);
        stored.Parameters.ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void Run_Finished_MetricsHoldEveryIterationOnce()
    {
        Iterations(Run.MetricsPath).ShouldBe([0, 1, 2, 3]);
        foreach (MethodName method in Methods)
        {
            Iterations(Run.File($"metrics-retrain-{MethodTable.Standard[method].Series}.jsonl")).ShouldBe([0, 1]);
        }
    }

    [Fact]
    public void Run_Finished_CheckpointsAreFiniteAndWithoutTimes()
    {
        string[] files = Directory.GetFiles(Run.Checkpoints.FolderPath);
        files.Length.ShouldBe(1 + 1 + Methods.Length); // the base policy, its best parameters, a policy per method
        foreach (string file in files)
        {
            SafetensorsFile content = SafetensorsFile.Read(file);
            content.Tensors.Keys.ShouldContain("policy.layers.0.weight");
            content.Tensors.ContainsKey("interactions").ShouldBe(!Path.GetFileName(file).StartsWith("base-best", StringComparison.Ordinal));
            content.Tensors.Keys.ShouldNotContain("totals");
            content.Tensors.Values.SelectMany(tensor => tensor.ToDoubles()).ShouldAllBe(value => double.IsFinite(value));
        }
    }

    [Fact]
    public void Run_Finished_ReportPassesItsOwnReader()
    {
        using FileStream stream = File.OpenRead(Run.ReportDataPath);
        ReportData report = ReportFile.Read(stream);

        report.Methods.Select(method => method.Name)
            .ShouldBe([Maml.Title, .. Methods.Select(name => MethodTable.Standard[name].Title)]);
        report.Methods.Count(method => method.IsOurs).ShouldBe(1);
        report.ControlName.ShouldBe(MethodTable.Standard["continued"].Title);
        report.Tasks.Count(task => task.IsCritical).ShouldBe(2);
        report.Stages.Count.ShouldBe(1 + 1 + 3 + Methods.Length + 1 + 1);
        report.Profile!.StepsPerSecond!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Run_Finished_EveryMethodHasARow()
    {
        StoredEvaluation stored = RunJson.Read<StoredEvaluation>(Run.EvaluationPath);

        stored.Methods.Select(method => method.Method).ShouldBe([null, .. Methods.Cast<MethodName?>()]);
        stored.Methods.ShouldAllBe(method => method.Scores.Length == 6 && method.Scores.All(score => score >= 0 && score <= 1));
        finished.Outcome.Rows.Select(row => row.Method).ShouldBe(stored.Methods.Select(method => method.Name));
    }

    [Theory]
    [InlineData("xmrl", "Explanation", "Augmentation: XMRL", "Retraining: XMRL")]
    [InlineData("continued", "Explanation", "Retraining: Continued", null)]
    [InlineData("doubleWeight", "Explanation", "Retraining: DoubleWeight", null)]
    [InlineData("randomCritical", "Augmentation: RandomCritical", "Retraining: RandomCritical", null)]
    [InlineData("nearestCritical", Search, "Augmentation: NearestCritical", "Retraining: NearestCritical")]
    [InlineData("predefinedAugmentation", "Explanation", "Retraining: PredefinedAugmentation", null)]
    [InlineData("tw", "Explanation", "Retraining: TW", null)]
    [InlineData("ma", "Retraining: MA", null, null)]
    [InlineData("mr", "Explanation", "Retraining: MR", null)]
    [InlineData("xmrlWeighted", "Explanation", "Retraining: XMRL-Weighted", null)]
    [InlineData("xmrlPoor", Search, "Retraining: XMRL-Poor", null)]
    [InlineData("randomAdded", "Retraining: RandomAdded", null, null)]
    [InlineData("xmrlPruned", "Explanation", "Retraining: XMRL-Pruned", null)]
    [InlineData("randomPruned", "Explanation", "Retraining: RandomPruned", null)]
    [InlineData("randomWeighted", "Explanation", "Retraining: RandomWeighted", null)]
    public void Run_Finished_ChargesTheStagesThatAMethodUses(MethodName method, string first, string? second, string? third)
    {
        var book = new StageBook(Run);
        long search = RunJson.Read<StoredExplanation>(Run.ExplanationPath).SearchInteractions;
        long[] stages =
            [.. new[] { first, second, third }.OfType<string>().Select(stage => stage == Search ? search : book.Interactions(stage))];
        stages.ShouldAllBe(steps => steps > 0);

        MethodSummary summary = RunJson.Read<StoredEvaluation>(Run.EvaluationPath).Methods.Single(row => row.Method == method);

        summary.Interactions.ShouldBe(stages.Sum());
    }

    [Fact]
    public void Run_Finished_ExplanationIsChargedForTheSearchForPoorTasks()
    {
        StoredExplanation stored = RunJson.Read<StoredExplanation>(Run.ExplanationPath);

        stored.SearchInteractions.ShouldBeGreaterThan(0);
        new StageBook(Run).Interactions("Explanation").ShouldBe(stored.SearchInteractions + stored.Explanation!.Interactions);
    }

    [Fact]
    public void Run_Finished_BookAgreesWithMetrics()
    {
        var book = new StageBook(Run);

        ((double)book.Interactions("Meta-training")).ShouldBe(MetricsReader.Read(Run.MetricsPath).Last().Values["interactions"]);
    }

    [Fact]
    public void Run_Finished_ReportsEveryUnitOfWorkInOrder()
    {
        finished.Seen.Count.ShouldBe(TinyRun.Reports);
        finished.Seen.Select(report => report.StageIndex).ShouldBeInOrder();
        finished.Seen[^1].StageIndex.ShouldBe(finished.Seen[^1].StageCount - 1);
        finished.Seen.GroupBy(report => report.Stage).ShouldAllBe(stage => stage.Last().Completed == stage.Last().Total);
    }

    [Fact]
    public void Run_TrainAction_ScoresTheBasePolicyOnly()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(new TinyOptions { Action = ExperimentAction.Train });

        outcome.Rows.Select(row => row.Method).ShouldBe([Maml.Title]);
        outcome.Notes[0].ShouldContain("nothing was repaired");
        File.Exists(run.Directory.ExplanationPath).ShouldBeFalse();
        using FileStream stream = File.OpenRead(run.Directory.ReportDataPath);
        ReportFile.Read(stream).Explanation.ShouldBeNull();
    }

    private static IEnumerable<long> Iterations(string path) => MetricsReader.Read(path).Select(row => row.Iteration);
}
