using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests;

public sealed class DroneTests
{
    /// <summary>Positions near 12 are rounded to float.</summary>
    private const double RealTolerance = 2e-6;

    /// <summary>The goal square is [3.5, 4.5] × [8.5, 9.5], the obstacle [2, 5] × [4, 5].</summary>
    private static readonly MdpTask Task = new() { EnvironmentId = DroneFamily.Id, Parameters = [4, 9, 2, 4] };

    [Fact]
    public void Step_AnyAction_HasLengthOneTenth()
    {
        Outcome outcome = StepFrom(3, 3, 30, 40);
        outcome.X.ShouldBe(3.06, RealTolerance);
        outcome.Y.ShouldBe(3.08, RealTolerance);
    }

    [Fact]
    public void Step_FreeFlight_PaysTheApproach()
    {
        Outcome outcome = StepFrom(4, 6, 0, 1);
        outcome.Reward.ShouldBe(0.1, RealTolerance);
        outcome.Terminated.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Step_NoHeading_Hovers(double x, double y)
    {
        Outcome outcome = StepFrom(3, 3, x, y);
        outcome.X.ShouldBe(3);
        outcome.Y.ShouldBe(3);
        outcome.Reward.ShouldBe(0);
        outcome.Terminated.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.05, 1, -1, 0, 0, 1)]
    [InlineData(7.95, 1, 1, 0, 8, 1)]
    [InlineData(3, 0.05, 0, -1, 3, 0)]
    [InlineData(3, 11.95, 0, 1, 3, 12)]
    public void Step_IntoWall_Clamps(double x, double y, double actionX, double actionY, double expectedX, double expectedY)
    {
        Outcome outcome = StepFrom(x, y, actionX, actionY);
        outcome.X.ShouldBe(expectedX, RealTolerance);
        outcome.Y.ShouldBe(expectedY, RealTolerance);
        outcome.Terminated.ShouldBeFalse();
    }

    [Fact]
    public void Step_IntoObstacle_CollidesWithPenalty()
    {
        Outcome outcome = StepFrom(3, 3.95, 0, 1);
        outcome.Terminated.ShouldBeTrue();
        outcome.Succeeded.ShouldBeFalse();
        outcome.Reward.ShouldBe(-1 + Distance(3, 3.95) - Distance(3, 4.05), RealTolerance);
    }

    [Fact]
    public void Step_AcrossObstacleCorner_DoesNotTunnel()
    {
        // From (1.98, 4.03) to (2.05, 3.96): both ends lie outside, the middle cuts the corner (2, 4) by 0.007.
        Outcome outcome = StepFrom(1.98, 4.03, 1, -1);
        outcome.X.ShouldBeGreaterThan(2);
        outcome.Y.ShouldBeLessThan(4);
        outcome.Terminated.ShouldBeTrue();
        StepFrom(1.96, 4.03, 1, -1).Terminated.ShouldBeFalse();
    }

    [Fact]
    public void Step_StartInsideObstacle_CollidesEvenHovering()
    {
        StepFrom(3, 4.5, 0, 0).Terminated.ShouldBeTrue();
        StepFrom(3, 4.98, 0, 1).Terminated.ShouldBeTrue();
    }

    [Fact]
    public void Step_AlongObstacleEdge_Collides()
    {
        StepFrom(3, 4, 1, 0).Terminated.ShouldBeTrue();
        StepFrom(3, 3.99, 1, 0).Terminated.ShouldBeFalse();
    }

    [Fact]
    public void Step_IntoGoal_Succeeds()
    {
        Outcome outcome = StepFrom(4, 8.45, 0, 1);
        outcome.Terminated.ShouldBeTrue();
        outcome.Succeeded.ShouldBeTrue();
        outcome.Reward.ShouldBe(5.1, RealTolerance);
    }

    [Fact]
    public void Step_AlongGoalEdge_DoesNotSucceed()
    {
        StepFrom(4, 8.5, 1, 0).Terminated.ShouldBeFalse();
        StepFrom(4, 8.51, 1, 0).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Step_GoalAndObstacle_TheFirstMetCounts()
    {
        // An obstacle 3 high from y = 5 reaches 8; a goal at (4, 8) with half width 0.05 begins at 7.95, inside it.
        DroneFamily family = new(new DroneOptions { ObstacleHeight = 3, GoalHalfWidth = 0.05 });
        MdpTask task = Task with { Parameters = [4, 8, 2, 5] };
        Outcome fromAbove = StepFrom(family, task, 4, 8.08, 0, -1);
        fromAbove.Succeeded.ShouldBeTrue();
        Outcome fromAboveThin = StepFrom(family, task with { Parameters = [4, 8, 1.049, 5] }, 4.09, 8.02, -1, 0);
        fromAboveThin.Succeeded.ShouldBeTrue();
        Outcome fromBelow = StepFrom(family, task with { Parameters = [4, 8, 0.97, 5] }, 3.9, 7.99, 1, 0);
        fromBelow.Succeeded.ShouldBeFalse();
        fromBelow.Terminated.ShouldBeTrue();
    }

    [Fact]
    public void Reset_Always_StartsAtTheFixedPoint()
    {
        IEnvironment environment = new DroneFamily().Create(Task, 1);
        Real[] observation = new Real[2];
        environment.Reset([0], RandomKey.FromSeed(1), observation);
        observation.ShouldBe([(Real)7.2, (Real)0.5]);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 4.5, false)]
    [InlineData(2, 4, false)]
    [InlineData(4, 9, false)]
    [InlineData(3.5, 9, true)]
    [InlineData(8.5, 1, false)]
    public void Restore_State_SaysWhetherFeasible(double x, double y, bool expected)
    {
        bool[] feasible = new bool[1];
        ((IMixable)new DroneFamily().Create(Task, 1)).Restore([0], [(Real)x, (Real)y], new Real[2], feasible);
        feasible[0].ShouldBe(expected);
    }

    [Fact]
    public void Distance_Tasks_IsThatOfGoalCentres() =>
        new DroneFamily().Distance(Task, Task with { Parameters = [1, 10, 0, 5] })!.Value.ShouldBe(Math.Sqrt(10), 1e-12);

    [Fact]
    public void Options_OutOfRange_ThrowsNamingTheProperty()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DroneOptions { StepLength = double.NaN }).ParamName.ShouldBe("StepLength");
        Should.Throw<ArgumentOutOfRangeException>(() => new DroneOptions { Horizon = 0 });
        Should.Throw<ArgumentException>(() => new DroneFamily(new DroneOptions { StartX = 9 }));
    }

    private static double Distance(double x, double y) => double.Hypot(x - 4, y - 9);

    private static Outcome StepFrom(double x, double y, double actionX, double actionY) =>
        StepFrom(new DroneFamily(), Task, x, y, (actionX, actionY));

    private static Outcome StepFrom(DroneFamily family, MdpTask task, double x, double y, double actionX, double actionY) =>
        StepFrom(family, task, x, y, (actionX, actionY));

    private static Outcome StepFrom(DroneFamily family, MdpTask task, double x, double y, (double X, double Y) action)
    {
        IEnvironment environment = family.Create(task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        ((IMixable)environment).Restore([0], [(Real)x, (Real)y], buffers.Observations, new bool[1]);
        environment.Step([0], [(Real)action.X, (Real)action.Y], buffers.Result);
        return new Outcome(
            buffers.Observations[0], buffers.Observations[1], buffers.Rewards[0], buffers.Terminated[0], buffers.Succeeded[0]);
    }

    private sealed record Outcome(double X, double Y, double Reward, bool Terminated, bool Succeeded);
}
