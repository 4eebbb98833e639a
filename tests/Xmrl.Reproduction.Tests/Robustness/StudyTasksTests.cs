using Xmrl.Environments.PointRobot;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Reproduction.Robustness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Tests.Robustness;

public sealed class StudyTasksTests
{
    /// <summary>Rounding of angles.</summary>
    private const double Tolerance = 1e-12;

    private static readonly PointRobotFamily s_family = new(PointRobotOptions.Goal);

    [Fact]
    public void Draw_SmallerSet_IsTheBeginningOfTheLargerOne()
    {
        TaskSets[] sets = [.. new[] { 15, 30, 75 }.Select(training => Draw(new() { Training = training }, 1))];

        sets[1].Training.Take(15).ShouldBe(sets[0].Training);
        sets[2].Training.Take(30).ShouldBe(sets[1].Training);
        sets[2].Training.Select(task => task.Parameters[0]).Distinct().Count().ShouldBe(75);
        Draw(new() { Training = 15 }, 2).Training.ShouldNotBe(sets[0].Training);
    }

    [Fact]
    public void Draw_OtherSeedOrCondition_HasTheSameTestTasks()
    {
        TaskSets first = Draw(new() { Training = 15 }, 1);

        first.Test.Count.ShouldBe(40);
        Draw(new() { Training = 0, Sector = 90 }, 7).Test.ShouldBe(first.Test);
        Draw(new() { Test = 160 }, 3).Test.Take(40).ShouldBe(first.Test);
    }

    [Fact]
    public void Draw_TestTasks_LieInTheQuadrantsByTurnsAndOverTheWholeDisc()
    {
        IReadOnlyList<MdpTask> tasks = Draw(new() { Test = 4000 }, 1).Test;

        foreach ((int i, MdpTask task) in tasks.Index())
        {
            double from = i % 4 * Math.PI / 2;
            task.Parameters[0].ShouldBeInRange(from - Tolerance, from + (Math.PI / 2) + Tolerance);
            s_family.Spec.Validate(task);
        }

        // Uniform over an area: the mean radius is 2 of 3, and every quarter of a quadrant has its share; four standard errors.
        tasks.Average(task => task.Parameters[1]).ShouldBe(2, 4 * 0.71 / Math.Sqrt(4000));
        tasks.Average(task => task.Parameters[0] % (Math.PI / 2)).ShouldBe(Math.PI / 4, 4 * 0.4534 / Math.Sqrt(4000));
    }

    [Fact]
    public void Draw_Sector_KeepsDistanceAndShareOfTheAngle()
    {
        TaskSets whole = Draw(new() { Training = 50 }, 1), sector = Draw(new() { Training = 50, Sector = 90 }, 1);

        foreach ((MdpTask all, MdpTask part) in whole.Training.Zip(sector.Training))
        {
            part.Parameters[0].ShouldBe(all.Parameters[0] / 4, Tolerance);
            part.Parameters[1].ShouldBe(all.Parameters[1]);
        }
    }

    [Fact]
    public void Draw_TwoDirections_AreBoth()
    {
        var family = new LocomotionFamily(Robot.HalfCheetah, Goal.Direction);

        TaskSets sets = new StudyTasks(family, new StudyTaskSettings { Training = 2, Test = 2 }).Draw(RandomKey.FromSeed(1));

        sets.Training.Select(task => task.Parameters[0]).ShouldBe([-1, 1]);
        sets.Test.Select(task => task.Parameters[0]).ShouldBe([-1, 1]);
    }

    [Fact]
    public void Training_ThousandDrawsOnFourWorkers_AreDistinctAndThoseOfOneWorker()
    {
        var tasks = new StudyTasks(s_family, new StudyTaskSettings());
        RandomKey key = RandomKey.FromSeed(1);

        MdpTask[] one = Drawn(1), four = Drawn(4);

        four.ShouldBe(one);
        one.Select(task => (task.Parameters[0], task.Parameters[1])).Distinct().Count().ShouldBe(1000);

        MdpTask[] Drawn(int workers)
        {
            var drawn = new MdpTask[1000];
            using var pool = new WorkPool(workers);
            pool.Run(drawn.Length, (_, item) => drawn[item] = tasks.Training(key, item));
            return drawn;
        }
    }

    [Fact]
    public void Batch_SmallSet_IsDrawnWithReplacementAndNumberedAnew()
    {
        var tasks = new StudyTasks(s_family, new StudyTaskSettings { Training = 15 });
        IReadOnlyList<MdpTask> set = tasks.Draw(RandomKey.FromSeed(1)).Training;

        MdpTask[] batch = [.. tasks.Batch(set, 40, takesAll: false, RandomKey.FromSeed(5)).Select(plan => plan.MdpTask)];

        batch.Select(task => task.Index).ShouldBe(Enumerable.Range(0, 40));
        batch.ShouldAllBe(task => set.Any(member => member.Parameters.SequenceEqual(task.Parameters)));
        batch.Select(task => task.Parameters[0]).Distinct().Count().ShouldBeInRange(8, 15);
        tasks.Batch(set, 40, takesAll: true, RandomKey.FromSeed(5)).Select(plan => plan.MdpTask).ShouldBe(set);
    }

    private static TaskSets Draw(StudyTaskSettings settings, ulong seed)
        => new StudyTasks(s_family, settings).Draw(RandomKey.FromSeed(seed));
}
