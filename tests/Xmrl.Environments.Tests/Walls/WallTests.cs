using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Environments.Navigation2D;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.Walls;

/// <summary>Walls of the planted environments stop what would pass them, and nothing else.</summary>
public sealed class WallTests
{
    /// <summary>A few roundings of numbers below 12 in float.</summary>
    private const double RealTolerance = 2e-6;

    private static readonly DroneFamily s_drone = new(DroneOptions.Walled);
    private static readonly MdpTask s_enclosed = new() { EnvironmentId = DroneFamily.WalledId, Parameters = [1.5, 9, 4, 4] };

    [Theory]
    [InlineData(2.65, 9, -1, 0)]
    [InlineData(1, 6.95, 0, 1)]
    [InlineData(2.65, 6.95, -1, 1)]
    public void Step_DroneIntoTheChamber_Hovers(double x, double y, double headingX, double headingY)
    {
        StepBuffers buffers = Step(s_drone, s_enclosed, x, y, headingX, headingY);

        ((double)buffers.Observations[0]).ShouldBe(x, RealTolerance);
        ((double)buffers.Observations[1]).ShouldBe(y, RealTolerance);
        ((double)buffers.Rewards[0], buffers.Result.Terminated[0], buffers.Result.Succeeded[0]).ShouldBe((0, false, false));
    }

    [Fact]
    public void Step_DroneBesideTheChamber_FliesAsEverywhere()
    {
        StepBuffers buffers = Step(s_drone, s_enclosed, 2.65, 9, 0, 1);

        ((double)buffers.Observations[1]).ShouldBe(9.1, RealTolerance);
    }

    /// <summary>Whoever flies straight to the goal from outside ends at the chamber.</summary>
    [Fact]
    public void Step_DroneTowardsAGoalInTheChamber_NeverArrives()
    {
        foreach ((double x, double y) in new (double, double)[] { (3, 11.9), (7.2, 8), (3.5, 9), (0.1, 6.5), (1.5, 6.2) })
        {
            IEnvironment environment = s_drone.Create(s_enclosed, 1);
            StepBuffers buffers = new(s_drone.Spec, 1);
            ((IMixable)environment).Restore([0], [(Real)x, (Real)y], buffers.Observations, new bool[1]);
            for (int step = 0; step < 150 && !buffers.Result.Terminated[0]; step++)
            {
                environment.Step([0], [(Real)1.5 - buffers.Observations[0], 9 - buffers.Observations[1]], buffers.Result);
            }

            (buffers.Result.Terminated[0], buffers.Result.Succeeded[0]).ShouldBe((false, false));
            DroneOptions.Walled.Chamber!.Value.ContainsClosed(buffers.Observations[0], buffers.Observations[1]).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(1, 9, false)]
    [InlineData(2.7, 9, true)]
    [InlineData(1, 6.9, true)]
    public void Restore_DroneInTheChamber_IsNotFeasible(double x, double y, bool expected)
    {
        bool[] feasible = new bool[1];

        var drone = (IMixable)s_drone.Create(s_enclosed with { Parameters = [6, 9, 4, 4] }, 1);
        drone.Restore([0], [(Real)x, (Real)y], new Real[2], feasible);

        feasible[0].ShouldBe(expected);
    }

    [Fact]
    public void Step_NavigationThroughTheClosedSide_SlidesAlongTheWall()
    {
        Navigation2DFamily family = new(Navigation2DOptions.Walled);

        StepBuffers buffers = Step(family, Goal(family, 0.4, 0.1), 0.1, 0, 0.1, 0.04);

        ((double)buffers.Observations[0]).ShouldBe(0.15, RealTolerance);
        ((double)buffers.Observations[1]).ShouldBe(0.04, RealTolerance);
        bool[] feasible = new bool[1];
        ((IMixable)family.Create(Goal(family, 0, 0), 1)).Restore([0], [(Real)0.16, (Real)0], new Real[2], feasible);
        feasible[0].ShouldBeFalse();
    }

    [Fact]
    public void Scene_Walls_AreDrawn()
    {
        s_drone.Scene.Marks.ShouldContain(mark => mark.Role == SceneRole.Obstacle);
        new DroneFamily().Scene.Marks.ShouldNotContain(mark => mark.Role == SceneRole.Obstacle);
        new Navigation2DFamily(Navigation2DOptions.Walled).Scene.Marks.Count(mark => mark.Role == SceneRole.Obstacle).ShouldBe(1);
        new Navigation2DFamily().Scene.Marks.ShouldNotContain(mark => mark.Role == SceneRole.Obstacle);
    }

    private static MdpTask Goal(Navigation2DFamily family, double x, double y)
        => new() { EnvironmentId = family.Spec.Id, Parameters = [x, y] };

    private static StepBuffers Step(IEnvironmentFamily family, MdpTask task, double x, double y, double actionX, double actionY)
    {
        IEnvironment environment = family.Create(task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        ((IMixable)environment).Restore([0], [(Real)x, (Real)y], buffers.Observations, new bool[1]);
        environment.Step([0], [(Real)actionX, (Real)actionY], buffers.Result);
        return buffers;
    }
}
