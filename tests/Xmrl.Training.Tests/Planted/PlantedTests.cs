using Xmrl.Environments.Drone;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;
using Xmrl.Training.Planted;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Planted;

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
    [InlineData(PlantedTruth.None, 2)]
    [InlineData(PlantedTruth.Undertrained, 2)]
    [InlineData(PlantedTruth.NoisyAdaptation, 2)]
    [InlineData(PlantedTruth.RareRegion, 0)]
    [InlineData(PlantedTruth.CorruptedRewards, 0)]
    [InlineData(PlantedTruth.Interference, 0)]
    [InlineData(PlantedTruth.OutOfReach, 0)]
    public void Validate_NumberOfTasksThatDoesNotFitTheTruth_IsAnError(PlantedTruth truth, int count)
    {
        new TaskSettings { Planted = truth, PlantedCount = count }.Validate()
            .ShouldHaveSingleItem().Path.ShouldBe(nameof(TaskSettings.PlantedCount));
        new TaskSettings { Planted = truth, PlantedCount = 2 - count }.Validate().ShouldBeEmpty();
    }

    /// <summary>Tasks of every set depend on key and number alone, and lie in the region.</summary>
    [Theory]
    [InlineData(PlantedTruth.None)]
    [InlineData(PlantedTruth.Undertrained)]
    [InlineData(PlantedTruth.NoisyAdaptation)]
    [InlineData(PlantedTruth.CorruptedRewards)]
    public void Draw_CommonRegionAlone_HoldsEveryTask(PlantedTruth truth)
    {
        var settings = new TaskSettings
        {
            Planted = truth,
            PlantedCount = truth == PlantedTruth.CorruptedRewards ? 20 : 0,
            PlantedRegion = truth == PlantedTruth.CorruptedRewards ? [0.5, 4] : [],
            CommonRegion = [0.5, 7.5, 8, 11, 0, 2],
        };
        IEnvironmentFamily family = LearnerFactory.Family(new TrainConfiguration { Tasks = settings });

        TaskSets tasks = TaskSets.Draw(settings, family, Key);

        MdpTask[] all = [.. tasks.Training, .. tasks.Validation, .. tasks.Test];
        all.ShouldAllBe(task => task.Parameters[2] <= 2);
        all.ShouldContain(task => task.Parameters[0] > 6);
        tasks.Training.Take(settings.PlantedCount).ShouldAllBe(task => task.Parameters[0] <= 4);
        TaskSets more = TaskSets.Draw(settings with { Validation = settings.Validation + 5 }, family, Key);
        more.Validation.Take(tasks.Validation.Count).ShouldBe(tasks.Validation);
        (more.Training.SequenceEqual(tasks.Training), more.Test.SequenceEqual(tasks.Test)).ShouldBe((true, true));
    }

    [Theory]
    [InlineData(PlantedTruth.Interference)]
    [InlineData(PlantedTruth.OutOfReach)]
    public void Draw_TwoKinds_AreByTurnsOutsideTheTrainingSetAndByNumberInIt(PlantedTruth truth)
    {
        var settings = new TaskSettings { Planted = truth, PlantedCount = 30, PlantedRegion = [0.5, 3], CommonRegion = [5, 7.5] };

        TaskSets tasks = TaskSets.Draw(settings, LearnerFactory.Family(new TrainConfiguration { Tasks = settings }), Key);

        tasks.Training.Select(task => task.Parameters[0] <= 3).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 30));
        tasks.Training.Skip(30).Concat(tasks.Validation.Where((_, i) => i % 2 == 1)).ShouldAllBe(task => task.Parameters[0] >= 5);
        tasks.Validation.Select(task => task.Parameters[0] <= 3)
            .ShouldBe(Enumerable.Range(0, tasks.Validation.Count).Select(i => i % 2 == 0));
    }

    [Fact]
    public void Draw_CommonRegionOutsideTheRange_SaysThatNoTaskIsThere()
    {
        var settings = new TaskSettings { CommonRegion = [9, 10] };

        Should.Throw<InvalidOperationException>(() => TaskSets.Draw(settings, new CommonFamily(Family, settings), Key)).Message
            .ShouldBe("Drone-v1 draws no task within tasks.commonRegion.");
    }

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
    public void Draw_RareAndCorrupted_PlantsBothInTrainingAndTheRegionInHalfOfTheOthers()
    {
        TaskSettings settings = Both(4, 10);
        IEnvironmentFamily family = LearnerFactory.Family(new TrainConfiguration { Tasks = settings });

        TaskSets tasks = TaskSets.Draw(settings, family, Key);

        var score = (IScoreTasks)family;
        tasks.Training.Select(task => score.ScoreTask(task) != task).ShouldBe(Enumerable.Range(0, 50).Select(i => i is >= 4 and < 14));
        tasks.Training.Skip(4).Take(10).ShouldAllBe(task => task.Parameters[0] <= 4 && task.Parameters[2] <= 2.5);
        tasks.Training.Select(IsRare).ShouldBe(Enumerable.Range(0, 50).Select(i => i < 4));
        tasks.Validation.Select(IsRare).ShouldBe(Enumerable.Range(0, tasks.Validation.Count).Select(i => i % 2 == 0));
        tasks.Validation.Concat(tasks.Test).ShouldAllBe(task => score.ScoreTask(task) == task);
        tasks.Training.Select(task => task.Index).ShouldBeUnique();

        static bool IsRare(MdpTask task) => task.Parameters[0] <= 3 && task.Parameters[2] >= 3;
    }

    [Theory]
    [InlineData(4, 0, nameof(TaskSettings.CorruptedCount))]
    [InlineData(25, 25, nameof(TaskSettings.PlantedCount))]
    public void Validate_RareAndCorruptedOfWrongNumbers_IsAnError(int rare, int corrupted, string where)
        => Both(rare, corrupted).Validate().ShouldHaveSingleItem().Path.ShouldBe(where);

    [Fact]
    public void Validate_CorruptedTasksOfAnotherTruth_AreAnError()
        => (Both(4, 10) with { Planted = PlantedTruth.RareRegion }).Validate()
            .ShouldHaveSingleItem().Path.ShouldBe(nameof(TaskSettings.CorruptedCount));

    private static TaskSettings Both(int rare, int corrupted) => new()
    {
        Planted = PlantedTruth.RareAndCorrupted,
        PlantedCount = rare,
        PlantedRegion = [0.5, 3, 8, 11, 3, 4],
        CorruptedCount = corrupted,
        CorruptedRegion = [0.5, 4, 8, 11, 0, 2.5],
    };
}
