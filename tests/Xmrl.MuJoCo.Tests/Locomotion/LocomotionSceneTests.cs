using Xmrl.MuJoCo.Locomotion;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.MuJoCo.Tests.Locomotion;

/// <summary>The picture of a robot's task needs no engine.</summary>
public sealed class LocomotionSceneTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(Robot.HalfCheetah, Goal.Velocity, 1.5, 8, 0.75, 0.75)]
    [InlineData(Robot.HalfCheetah, Goal.Direction, -1, 8, 0.75, -0.75)]
    [InlineData(Robot.Ant, Goal.Velocity, 2, 13, 0.5, 0.5)]
    [InlineData(Robot.Ant, Goal.Angle, Math.PI / 2, 14, 0.5, 0.5)]
    [InlineData(Robot.Ant, Goal.Angle, Math.PI, 13, 0.5, -0.5)]
    [InlineData(Robot.Swimmer, Goal.Direction, 1, 3, 0.125, 0.125)]
    public void Trace_Robot_IsTheVelocityInTheAskedDirection(
        Robot robot, Goal goal, double parameter, int component, double observed, double shown)
    {
        var family = new LocomotionFamily(robot, goal);
        MdpTask task = new() { EnvironmentId = family.Spec.Id, Parameters = [parameter] };
        var after = new double[family.Spec.ObservationSize];
        after[component] = observed;
        var episode = new SceneEpisode { Observations = [new double[after.Length], after], Actions = [[]], Rewards = [0] };

        SceneTrace trace = family.Trace(task, episode);

        ScenePoint point = trace.Marks.ShouldHaveSingleItem().Points.ShouldHaveSingleItem();
        point.X.ShouldBe(1);
        point.Y.ShouldBe(shown, Tolerance);
        trace.Facts.ShouldHaveSingleItem().Value.ShouldBe(shown, Tolerance);
        family.Marks(task).ShouldHaveSingleItem().Points[0].Y.ShouldBe(goal == Goal.Velocity ? parameter : 0);
    }

    [Fact]
    public void Trace_AntGoal_IsTheWayAndTheDistanceAtTheEnd()
    {
        var family = new LocomotionFamily(Robot.Ant, Goal.Place);
        MdpTask task = new() { EnvironmentId = family.Spec.Id, Parameters = [Math.PI / 2, 2] };
        var after = new double[family.Spec.ObservationSize];
        (after[0], after[1]) = (3, -2);
        var episode = new SceneEpisode { Observations = [new double[after.Length], after], Actions = [[]], Rewards = [0] };

        SceneTrace trace = family.Trace(task, episode);

        trace.Marks.ShouldHaveSingleItem().Points.ShouldBe([new ScenePoint(0, 0), new ScenePoint(3, -2)]);
        trace.Facts.ShouldHaveSingleItem().Value.ShouldBe(5, Tolerance);
        ScenePoint goal = family.Marks(task).ShouldHaveSingleItem().Points.ShouldHaveSingleItem();
        goal.X.ShouldBe(0, Tolerance);
        goal.Y.ShouldBe(2, Tolerance);
    }
}
