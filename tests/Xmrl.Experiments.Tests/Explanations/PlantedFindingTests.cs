using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs.Records;
using Xmrl.Statistics;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Explanations;

public sealed class PlantedFindingTests
{
    [Fact]
    public void Of_KnownRanking_CountsWhatWasFound()
    {
        var settings = new TaskSettings { Training = 5, Planted = PlantedTruth.RareRegion, PlantedCount = 2 };

        PlantedFinding finding = PlantedFinding.Of(settings, Found([0.9, 0.1, 0.5, -0.2, -0.4]), 0.6)!;

        // Tasks 0 and 1 are planted; the ranking is 0, 2, 1, 3, 4.
        (finding.Precision, finding.Chance, finding.Area, finding.Significant).ShouldBe((0.5, 0.4, 5.0 / 6, 1));
        PlantedFinding bottom = PlantedFinding.Of(
            settings with { Planted = PlantedTruth.CorruptedRewards }, Found([-0.9, -0.5, 0.5, -0.2, -0.4]), 0.6)!;
        (bottom.Precision, bottom.Area, bottom.Significant).ShouldBe((1, 1, 1));
        (finding.Unlearned, finding.UnlearnedPrecision).ShouldBe((null, null));
        PlantedFinding.Of(new TaskSettings(), Found([1, 2, 3]), 0.6).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.2, 1.0, 1, 1.0)] // only task 0, which is first
    [InlineData(1.0, 0.2, 1, 0.0)] // only task 1, which is third
    [InlineData(0.2, 0.2, 2, 0.5)]
    [InlineData(0.8, 0.6, 0, null)]
    public void Of_PlantedScores_CountsTheTasksThatAreNotLearned(double first, double second, int unlearned, double? precision)
    {
        var settings = new TaskSettings { Training = 5, Planted = PlantedTruth.RareRegion, PlantedCount = 2 };

        PlantedFinding finding = PlantedFinding.Of(
            settings, Found([0.9, 0.1, 0.5, -0.2, -0.4]) with { PlantedScores = [first, second] }, 0.6)!;

        (finding.Unlearned, finding.UnlearnedPrecision).ShouldBe((unlearned, precision));
        finding.Describe().ShouldContain(unlearned == 0 ? "has learned all" : $"has not learned {unlearned} of them");
    }

    [Theory]
    [InlineData("rareRegion")]
    [InlineData("corruptedRewards")]
    public void Improve_PlantedTruth_StoresWhatWasFound(string truth)
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { More = [$"tasks.planted={truth}", "tasks.plantedCount=2", "retrain.methods=[xmrl]"] });

        PlantedFinding finding = RunJson.Read<PlantedFinding>(run.Directory.File("planted.json"));
        finding.Count.ShouldBe(2);
        File.ReadAllText(run.Directory.ReportDataPath).ShouldContain("Planted truth");
        using var pool = new WorkPool(1);
        RunExplainer.Explain(run.Path, [], pool, NullLogger.Instance, CancellationToken.None).Planted.ShouldBe(finding);
    }

    private static StoredExplanation Found(double[] influence) => new()
    {
        Poor = [0],
        SelectionScores = [0],
        MeasuredScores = [0],
        Critical = [],
        Explanation = new Explanation
        {
            Method = InfluenceMethod.Identity,
            Weights = influence,
            Replicates = influence,
            Agreement = new RankAgreementResult
            {
                Elements = [.. influence.Select(value => new Interval(value, value - 0.05, value + 0.05))],
                MeanPairwiseSpearman = 1,
                PredictedReliability = 1,
                Replicates = 1,
                TopCount = 1,
                TopOverlap = 1,
            },
            Ranking = [.. Enumerable.Range(0, influence.Length).OrderByDescending(i => influence[i])],
            Solver = string.Empty,
            Interactions = 0,
        },
    };
}
