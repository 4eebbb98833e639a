using System.Globalization;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

public sealed class TrainingCollapseTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    /// <summary>A seed whose meta-training with large steps succeeds on some validation tasks before it ends on none.</summary>
    private const ulong FallingTraining = 4;

    /// <summary>The same of a retraining.</summary>
    private const ulong FallingRetraining = 5;

    private static readonly MetaSettings s_returning = new() { OnCollapse = CollapseRule.ReturnToBest };

    [Theory]
    [InlineData(new[] { 0.5, 0.92, 0.9 }, false)]
    [InlineData(new[] { 0.5, 0.92, 0.82 }, false)] // not more than the threshold
    [InlineData(new[] { 0.5, 0.92, 0.3 }, true)]
    [InlineData(new[] { 0.5, 0.92, 0.3, 0.9 }, false)] // recovered
    [InlineData(new[] { 0.9 }, false)]
    public void Of_ValidationScores_ComparesTheLastWithTheBest(double[] scores, bool collapsed)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = 1 }));
        File.WriteAllLines(
            run.Directory.File("metrics.jsonl"),
            scores.Select(
                (score, i) => string.Create(CultureInfo.InvariantCulture, $"{{\"iteration\":{i},\"validation_score\":{score}}}")));

        var found = TrainingCollapse.Of(run.Directory, 0.1 + 1e-12);

        (found is not null).ShouldBe(collapsed);
        if (found is not null)
        {
            (found.BestIteration, found.Best, found.Last).ShouldBe((2, 0.92, 0.3));
            found.Describe(new MetaSettings { OnCollapse = CollapseRule.KeepLast })
                .ShouldContain("0.92 on the validation tasks after 2 iterations, 0.3 at the end. A repair is no remedy");
            found.Describe(s_returning).ShouldContain("The base policy is the one after 2 iterations");
        }
    }

    [Theory]
    [InlineData(OuterStepName.Adam, "meta.outerStepSize")]
    [InlineData(OuterStepName.Sgd, "meta.outerStepSize")]
    [InlineData(OuterStepName.TrustRegion, "meta.maximumDivergence")]
    public void Describe_MetaTraining_NamesTheSettingThatMakesStepsShorter(OuterStepName step, string key)
    {
        var collapse = new TrainingCollapse(TrainingSeries.Base, 2, 0.92, 0.3);

        foreach (CollapseRule rule in Enum.GetValues<CollapseRule>())
        {
            string text = collapse.Describe(new MetaSettings
            {
                Learner = new Maml { Outer = new OuterStepSettings { OuterStep = step } },
                OnCollapse = rule,
            });
            text.ShouldContain($"a smaller {key} ");
        }
    }

    [Fact]
    public void Of_WholeRun_ReadsTheScoresThatTheTrainingWrote()
    {
        RunDirectory run = finished.Run.Directory;
        double[] scores =
            [
                .. MetricsReader.Read(run.File("metrics.jsonl"))
                .Where(row => row.Values.ContainsKey("validation_score"))
                .Select(row => row.Values["validation_score"]),
            ];

        scores.Length.ShouldBeGreaterThan(1);
        (TrainingCollapse.Of(run, -1) is { } always ? (always.Best, always.Last) : default).ShouldBe((scores.Max(), scores[^1]));
    }

    /// <summary>Steps this large leave no policy intact; with this seed some policy on the way succeeds, so the best of eight validations
    /// is not the last.</summary>
    [Fact]
    public void Train_ScoreFalls_EndsWithTheBestParametersStoppedOrNot()
    {
        string[] falling =
        [
            "meta.iterations=8", "meta.validations=8", "meta.outerStepSize=0.3", "meta.maximumGradientNorm=1000", "meta.finalStepShare=1",
            "scoring.degradedBy=1e-9",
        ];
        using TinyRun kept = Trained([.. falling, "meta.onCollapse=keepLast"]);
        using TinyRun returned = Trained([.. falling, "meta.onCollapse=returnToBest"]);
        using var stopped = new TinyRun();
        Should.Throw<OperationCanceledException>(
            ()
                => stopped.Run(
                    new TinyOptions
                    {
                        Seed = FallingTraining,
                        Action = ExperimentAction.Train,
                        CancelAfter = 7,
                        More = [.. falling, "meta.onCollapse=returnToBest"],
                    }));
        stopped.Run(new TinyOptions { Seed = FallingTraining, Action = ExperimentAction.Train, Resume = true });

        long best = TrainingCollapse.Of(returned.Directory, 1e-9)!.BestIteration;

        best.ShouldBeInRange(1, 7);
        Weights(kept.Directory.Checkpoints.PathOf(8, "base")).ShouldNotBe(Weights(returned.Directory.Checkpoints.PathOf(8, "base")));
        Weights(Path.Combine(returned.Directory.Checkpoints.FolderPath, "base-best.safetensors"))
            .ShouldBe(Weights(returned.Directory.Checkpoints.PathOf(8, "base")));
        Weights(stopped.Directory.Checkpoints.PathOf(8, "base")).ShouldBe(Weights(returned.Directory.Checkpoints.PathOf(8, "base")));
    }

    [Fact]
    public void Train_BestFileDamaged_KeepsTheLastParametersAndTheReportSaysSo()
    {
        string[] falling =
        [
            "meta.iterations=8", "meta.validations=8", "meta.outerStepSize=0.3", "meta.maximumGradientNorm=1000", "meta.finalStepShare=1",
            "scoring.degradedBy=1e-9",
        ];
        string[] returning = [.. falling, "meta.onCollapse=returnToBest"];
        using TinyRun kept = Trained([.. falling, "meta.onCollapse=keepLast"]);
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(
            () => run.Run(new TinyOptions { Seed = FallingTraining, Action = ExperimentAction.Train, CancelAfter = 7, More = returning }));
        File.WriteAllText(Path.Combine(run.Directory.Checkpoints.FolderPath, "base-best.safetensors"), "not a checkpoint");
        run.Run(new TinyOptions { Seed = FallingTraining, Action = ExperimentAction.Train, Resume = true });

        Weights(run.Directory.Checkpoints.PathOf(8, "base")).ShouldBe(Weights(kept.Directory.Checkpoints.PathOf(8, "base")));
        TrainingCollapse.InRun(run.Directory, [TrainingSeries.Base], TinyRun.Configure(returning).Scoring.DegradedBy, s_returning)
            .ShouldHaveSingleItem()
            .ShouldEndWith("so the base policy is the last one, and a repair is no remedy for that: train again.");
        (TrainingCollapse.Of(run.Directory, 1e-9)! with { Training = LearnedMixing.Xmrl.Training })
            .Describe(s_returning)
            .ShouldEndWith("so its policy is the last one.");
        TrainingCollapse.Of(kept.Directory, 1e-9)!.IsBestLost.ShouldBeFalse();
    }

    [Fact]
    public void Retrain_ScoreFalls_EndsWithTheBestParametersWhereItHasValidations()
    {
        string[] falling =
        [
            "retrain.methods=[continued]", "retrain.iterations=8", "retrain.outerStepSize=0.3", "retrain.finalStepShare=1",
            "meta.maximumGradientNorm=1000", "scoring.degradedBy=1e-9", "meta.onCollapse=returnToBest",
        ];
        using var kept = new TinyRun();
        kept.Run(new TinyOptions { Seed = FallingRetraining, More = falling });
        using var returned = new TinyRun();
        ExperimentOutcome outcome = returned.Run(
            new TinyOptions { Seed = FallingRetraining, More = [.. falling, "retrain.validations=8"] });

        string last = returned.Directory.Checkpoints.PathOf(8, "retrain-continued");
        var collapse = TrainingCollapse.Of(returned.Directory, 1e-9, MethodTable.Reference.Training)!;
        collapse.BestIteration.ShouldBeInRange(1, 7);
        collapse.Describe(s_returning).ShouldContain("The retraining by Continued lost what it had learned");
        collapse.Describe(s_returning).ShouldEndWith($"Its policy is the one after {collapse.BestIteration} iterations.");
        TrainingCollapse.InRun(returned.Directory, [TrainingSeries.Base, MethodTable.Reference.Training], 1e-9, s_returning)
            .ShouldContain(collapse.Describe(s_returning));
        Weights(Path.Combine(returned.Directory.Checkpoints.FolderPath, "retrain-continued-best.safetensors")).ShouldBe(Weights(last));
        Weights(kept.Directory.Checkpoints.PathOf(8, "retrain-continued")).ShouldNotBe(Weights(last));
        TrainingCollapse.Of(kept.Directory, 1e-9, MethodTable.Reference.Training).ShouldBeNull("without validations nothing is known");
        outcome.Rows.Length.ShouldBe(2);
    }

    private static TinyRun Trained(string[] more)
    {
        var run = new TinyRun();
        run.Run(new TinyOptions { Seed = FallingTraining, Action = ExperimentAction.Train, More = more });
        return run;
    }

    private static double[] Weights(string path)
        =>
        [
            .. SafetensorsFile.Read(path).Tensors.Where(tensor => tensor.Key.StartsWith("policy.", StringComparison.Ordinal))
            .SelectMany(tensor => tensor.Value.ToDoubles()),
        ];
}
