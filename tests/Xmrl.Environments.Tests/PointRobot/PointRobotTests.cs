using Xmrl.Contracts;
using Xmrl.Environments.PointRobot;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.PointRobot;

public sealed class PointRobotTests
{
    /// <summary>A few roundings of numbers below 3 in float.</summary>
    private const double RealTolerance = 1e-6;

    private const int Tasks = 20_000;

    private static readonly RandomKey s_key = RandomKey.FromSeed(5);
    private static readonly PointRobotFamily s_dense = new();
    private static readonly PointRobotFamily s_sparse = new(PointRobotOptions.Sparse);
    private static readonly PointRobotFamily s_disc = new(PointRobotOptions.Goal);

    [Theory]
    [InlineData(0.5, -0.2, 0.05, -0.02)]
    [InlineData(3, -1.5, 0.1, -0.1)]
    [InlineData(double.NaN, double.PositiveInfinity, 0, 0.1)]
    public void Step_Action_IsClippedThenScaledOnce(double x, double y, double expectedX, double expectedY)
    {
        StepBuffers buffers = StepOnce(s_sparse, Task(s_sparse, 1), x, y);
        ((double)buffers.Observations[0]).ShouldBe(expectedX, RealTolerance);
        ((double)buffers.Observations[1]).ShouldBe(expectedY, RealTolerance);
    }

    [Fact]
    public void Step_Disc_MovesThreeTenthsAndPaysTheTaxicabDistance()
    {
        StepBuffers buffers = StepOnce(s_disc, Task(s_disc, Math.PI / 2, 2), 1, -0.5);
        ((double)buffers.Observations[0]).ShouldBe(0.3, RealTolerance);
        ((double)buffers.Rewards[0]).ShouldBe(-(0.3 + 2.15), RealTolerance);
    }

    [Fact]
    public void Reset_Square_StartsAnywhereAndOtherwiseAtTheOrigin()
    {
        double[] starts = Starts(s_dense);
        starts.ShouldAllBe(start => start >= -1 && start < 1);
        starts.Average().ShouldBe(0, 4 * Math.Sqrt(1.0 / 3 / starts.Length), "four standard errors of a uniform number");
        starts.Select(Math.Abs).Average().ShouldBe(0.5, 4 * Math.Sqrt(1.0 / 12 / starts.Length));
        Starts(s_sparse).ShouldAllBe(start => start == 0);
        Starts(s_disc).ShouldAllBe(start => start == 0);
    }

    /// <summary>Exact: −5.1875, −15.88 and −40·0.521405 = −20.856; docs/environments.md says how.</summary>
    [Fact]
    public void Return_Square_IsThatOfTheReferences()
    {
        ShouldBeNear(s_dense, (_, goal) => goal, -5.1875);
        ShouldBeNear(s_dense, (_, _) => new(0, 0), -15.88);
        ShouldBeNear(s_dense, (start, _) => start, -20.856);
    }

    /// <summary>Exact: 13.382 by going to the goal, 1.363 by going straight up and staying there.</summary>
    [Fact]
    public void Return_Semicircle_IsThatOfTheReferences()
    {
        ShouldBeNear(s_sparse, (_, goal) => goal, 13.382);
        ShouldBeNear(s_sparse, (_, _) => new(0, 1), 1.3628);
    }

    /// <summary>Exact: −6.277 by going to the goal, −160/π by staying.</summary>
    [Fact]
    public void Return_Disc_IsThatOfTheReferences()
    {
        ShouldBeNear(s_disc, (_, goal) => goal, -6.277);
        ShouldBeNear(s_disc, (start, _) => start, -160 / Math.PI);
    }

    /// <summary>On a diagonal both components move: 0.849 + 0.990 + 13 steps at the goal. Beside an axis the eighth of ten steps comes
    /// within 0.2, and pays 0.8.</summary>
    [Theory]
    [InlineData(Math.PI / 4, 14.8384)]
    [InlineData(3 * Math.PI / 4, 14.8384)]
    [InlineData((Math.PI / 2) - 0.02, 12.7)]
    [InlineData(0.02, 12.7)]
    public void Return_SemicircleByAngle_IsHigherOnDiagonals(double angle, double expected)
        => new PointRobotPlay(s_sparse).Return(Task(s_sparse, angle), 0, _ => s_sparse.Goal(Task(s_sparse, angle)))
            .ShouldBe(expected, 0.01);

    [Fact]
    public void Step_Disc_ReachesEveryGoalInHalfAnEpisode()
    {
        IEnvironment environment = s_disc.Create(Task(s_disc, 0, PointRobotOptions.DiscRadius), 1);
        StepBuffers buffers = new(s_disc.Spec, 1);
        environment.Reset([0], s_key, buffers.Observations);
        for (int step = 0; step < s_disc.Spec.Horizon / 2; step++)
        {
            environment.Step([0], [1, 0], buffers.Result);
        }

        ((double)buffers.Rewards[0]).ShouldBe(0, 10 * RealTolerance);
    }

    /// <summary>What the context of PEARL sees is the environment's reward, zero outside the reach; the critic sees the distance.</summary>
    [Fact]
    public void DenseReward_Semicircle_IsTheDistanceWhereTheEnvironmentPaysNothing()
    {
        MdpTask task = Task(s_sparse, Math.PI / 2);
        IEnvironment environment = s_sparse.Create(task, 1);
        StepBuffers buffers = new(s_sparse.Spec, 1);
        environment.Reset([0], s_key, buffers.Observations);
        int paid = 0;
        for (int step = 1; step <= 10; step++)
        {
            environment.Step([0], [0, 1], buffers.Result);
            double distance = 1 - (0.1 * step);
            ((double)s_sparse.DenseReward(task, buffers.Observations, [0, 1])).ShouldBe(-distance, RealTolerance);
            if (buffers.Rewards[0] != 0)
            {
                paid++;
                ((double)buffers.Rewards[0]).ShouldBe(1 - distance, RealTolerance);
            }
            else
            {
                distance.ShouldBeGreaterThan(0.2 - RealTolerance);
            }
        }

        paid.ShouldBeInRange(2, 3, "0.9 and 1, and 0.8 unless rounding forbids it");
    }

    [Theory]
    [InlineData(PointRobotTasks.Square)]
    [InlineData(PointRobotTasks.Disc)]
    public void DenseReward_DenseRobot_IsTheReward(object tasks)
    {
        var family = new PointRobotFamily(new PointRobotOptions { Tasks = (PointRobotTasks)tasks });
        for (int index = 0; index < 20; index++)
        {
            MdpTask task = family.SampleTask(s_key, index);
            StepBuffers buffers = StepOnce(family, task, s_key.Uniform((ulong)index), -0.3);
            ((IDenseReward)family).DenseReward(task, buffers.Observations, buffers.Actions).ShouldBe(buffers.Rewards[0]);
        }
    }

    [Fact]
    public void SampleTask_Disc_IsUniformOverTheArea()
    {
        MdpTask[] tasks = [.. Enumerable.Range(0, 4000).Select(index => s_disc.SampleTask(s_key, index))];
        double[] shares = [.. tasks.Select(task => Math.Pow(task.Parameters[1] / PointRobotOptions.DiscRadius, 2))];
        shares.Average().ShouldBe(0.5, 4 * Math.Sqrt(1.0 / 12 / shares.Length), "four standard errors of a uniform number");
        tasks.Average(task => task.Parameters[0]).ShouldBe(Math.PI, 4 * Math.PI / Math.Sqrt(3.0 * tasks.Length));
    }

    [Fact]
    public void Distance_Goals_IsThatInThePlane()
    {
        s_sparse.Distance(Task(s_sparse, 0), Task(s_sparse, Math.PI)).ShouldNotBeNull().ShouldBe(2, 1e-12);
        s_disc.Distance(Task(s_disc, 0, 3), Task(s_disc, Math.PI / 2, 4.0 / 3 * 1.5)).ShouldNotBeNull().ShouldBe(Math.Sqrt(13), 1e-12);
        s_dense.Distance(Task(s_dense, 0.5, 0), Task(s_dense, 0.5, -0.25)).ShouldBe(0.25);
    }

    [Fact]
    public void Marks_Semicircle_GoalIsTheDiscWhereStepsArePaid()
    {
        SceneMark goal = s_sparse.Marks(Task(s_sparse, 0)).ShouldHaveSingleItem();
        (goal.Shape, goal.Radius, goal.Points[0]).ShouldBe((SceneShape.Disc, 0.2, new ScenePoint(1, 0)));
        s_dense.Marks(Task(s_dense, 0.5, -0.5)).ShouldHaveSingleItem().Shape.ShouldBe(SceneShape.Points);
    }

    [Fact]
    public void Registry_Robots_AreThere()
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        foreach (PointRobotFamily family in new[] { s_dense, s_sparse, s_disc })
        {
            ((PointRobotFamily)registry.Get(family.Spec.Id)).Options.ShouldBe(family.Options);
        }

        new[] { s_dense, s_sparse, s_disc }.Select(family => family.Spec.RewardVersion).ShouldBeUnique();
    }

    private static void ShouldBeNear(PointRobotFamily family, Func<ScenePoint, ScenePoint, ScenePoint> target, double expected)
    {
        (double mean, double error) = new PointRobotPlay(family).Mean(Tasks, target);
        mean.ShouldBe(expected, 4 * error);
        error.ShouldBeLessThan(0.2);
    }

    private static double[] Starts(PointRobotFamily family)
    {
        const int Copies = 2000;
        IEnvironment environment = family.Create(family.SampleTask(s_key, 0), Copies);
        var observations = new Real[2 * Copies];
        environment.Reset([.. Enumerable.Range(0, Copies)], s_key, observations);
        return [.. observations.Select(value => (double)value)];
    }

    private static MdpTask Task(PointRobotFamily family, params double[] parameters)
        => new() { EnvironmentId = family.Spec.Id, Parameters = [.. parameters] };

    private static StepBuffers StepOnce(PointRobotFamily family, MdpTask task, double x, double y)
    {
        IEnvironment environment = family.Create(task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);
        buffers.Actions[0] = (Real)x;
        buffers.Actions[1] = (Real)y;
        environment.Step([0], buffers.Actions, buffers.Result);
        return buffers;
    }
}
