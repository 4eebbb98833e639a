using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Planted;
using Xmrl.Experiments.Settings;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Experiments.Training;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Drone;
using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Tests.Planted;

public sealed class PlantedTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(1);
    private static readonly DroneFamily Family = new();

    [Fact]
    public void Draw_RareRegion_HoldsThePlantedTasksAlone()
    {
        var settings = new TaskSettings { Planted = PlantedTruth.RareRegion, PlantedCount = 4, PlantedRegion = [0.5, 4, 8, 9.5] };
        var region = new PlantedRegion(Family, settings);

        TaskSets tasks = TaskSets.Draw(settings, new EvenFamily(Family, settings), Key);

        tasks.Training.Select(region.Contains).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 4));
        tasks.Training.Select(task => task.Parameters[0] <= 4 && task.Parameters[1] <= 9.5)
            .ShouldBe(Enumerable.Range(0, 50).Select(i => i < 4));

        // Every second one of the others.
        tasks.Validation.Concat(tasks.Test)
            .Select(region.Contains)
            .ShouldBe(Enumerable.Range(0, tasks.Validation.Count + tasks.Test.Count).Select(i => i % 2 == 0));
    }

    [Fact]
    public void Draw_CommonRegion_HoldsEveryTaskOutsideTheRareOne()
    {
        var settings = new TaskSettings
        {
            Planted = PlantedTruth.RareRegion,
            PlantedCount = 4,
            PlantedRegion = [0.5, 3],
            CommonRegion = [5, 7.5, 8, 10],
        };

        TaskSets tasks = TaskSets.Draw(settings, new EvenFamily(Family, settings), Key);

        tasks.Training.Select(task => task.Parameters[0] <= 3).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 4));
        IEnumerable<MdpTask> common = tasks.Training.Concat(tasks.Validation).Concat(tasks.Test).Where(task => task.Parameters[0] > 3);
        common.Count().ShouldBe(46 + ((tasks.Validation.Count + tasks.Test.Count) / 2));
        common.ShouldAllBe(task => task.Parameters[0] >= 5 && task.Parameters[1] <= 10);
        tasks.Training.Take(4).ShouldContain(task => task.Parameters[1] > 10);
    }

    [Theory]
    [InlineData(PlantedTruth.None)]
    [InlineData(PlantedTruth.CorruptedRewards)]
    public void Validate_CommonRegionWithoutARareOne_IsAnError(PlantedTruth truth)
        => new TaskSettings { Planted = truth, PlantedCount = truth == PlantedTruth.None ? 0 : 2, CommonRegion = [1, 2] }.Validate()
            .ShouldHaveSingleItem().Path.ShouldBe(nameof(TaskSettings.CommonRegion));

    [Fact]
    public void Draw_CommonRegionInsideTheRareOne_SaysThatNoTaskIsThere()
    {
        var settings = new TaskSettings
        {
            Planted = PlantedTruth.RareRegion,
            PlantedCount = 4,
            PlantedRegion = [0.5, 4],
            CommonRegion = [1, 2],
        };

        Should.Throw<InvalidOperationException>(
            () => TaskSets.Draw(settings, new EvenFamily(Family, settings), Key)).Message.ShouldContain("within tasks.commonRegion");
    }

    [Fact]
    public void Draw_NoRegionGiven_TakesTheLowerHalfOfTheFirstParameter()
    {
        var settings = new TaskSettings { Planted = PlantedTruth.RareRegion, PlantedCount = 4 };

        TaskSets tasks = TaskSets.Draw(settings, new EvenFamily(Family, settings), Key);

        tasks.Training.Select(task => task.Parameters[0] <= 4).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 4));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0, 1.0)]
    public void Validate_RegionWithoutPairs_IsAnError(params double[] region)
        => new TaskSettings { PlantedRegion = [.. region] }.Validate()
            .ShouldHaveSingleItem().Path.ShouldBe(nameof(TaskSettings.PlantedRegion));

    [Fact]
    public void ScoreTask_CorruptedTask_HasItsGoalAtTheUpperEndAndIsOtherwiseItself()
    {
        var family = new CorruptedFamily(Family);
        var settings = new TaskSettings { Planted = PlantedTruth.CorruptedRewards, PlantedCount = 20, PlantedRegion = [0.5, 3] };

        TaskSets tasks = TaskSets.Draw(settings, family, Key);

        tasks.Training.Select(task => family.ScoreTask(task) != task).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 20));
        tasks.Validation.Concat(tasks.Test).ShouldAllBe(task => family.ScoreTask(task) == task);
        foreach (MdpTask task in tasks.Training.Take(20))
        {
            task.Parameters[0].ShouldBeInRange(0.5, 3);
            family.ScoreTask(task).ShouldBe(task with { Parameters = task.Parameters.SetItem(0, 7.5) });
        }

        tasks.Training.Skip(20).ShouldContain(task => task.Parameters[0] < 3);
        tasks.Training.Skip(20).ShouldBe(TaskSets.Draw(new TaskSettings(), Family, Key).Training.Skip(20));
    }

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
