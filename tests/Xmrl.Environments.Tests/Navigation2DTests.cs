using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests;

public sealed class Navigation2DTests
{
    /// <summary>A few roundings of numbers below 1 in float.</summary>
    private const double RealTolerance = 1e-6;

    private static readonly MdpTask Task = new() { EnvironmentId = Navigation2DFamily.Id, Parameters = [0.3, -0.4] };

    [Theory]
    [InlineData(0.05, -0.02, 0.05, -0.02)]
    [InlineData(3, -0.2, 0.1, -0.1)]
    [InlineData(double.NaN, 0.01, 0, 0.01)]
    public void Step_Action_IsClippedPerComponent(double x, double y, double expectedX, double expectedY)
    {
        StepBuffers buffers = StepOnce(new Navigation2DFamily(), x, y);
        ((double)buffers.Observations[0]).ShouldBe(expectedX, RealTolerance);
        ((double)buffers.Observations[1]).ShouldBe(expectedY, RealTolerance);
    }

    [Fact]
    public void Step_SquaredReward_IsMinusSquaredDistanceAfterTheStep() =>
        ((double)StepOnce(new Navigation2DFamily(), 0.1, 0).Rewards[0]).ShouldBe(-0.2, RealTolerance);

    [Fact]
    public void Step_DistanceReward_IsMinusDistance()
    {
        Navigation2DFamily family = new(new Navigation2DOptions { Reward = Navigation2DReward.NegativeDistance });
        ((double)StepOnce(family, 0, 0).Rewards[0]).ShouldBe(-0.5, RealTolerance);
        family.Spec.RewardVersion.ShouldNotBe(new Navigation2DFamily().Spec.RewardVersion);
    }

    [Fact]
    public void Step_Square_MovesByTheUnitStopsAtTheWallAndEndsAtTheGoal()
    {
        Navigation2DFamily family = new(Navigation2DOptions.Square);
        family.Spec.Id.ShouldBe(Navigation2DFamily.SquareId);
        IEnvironment environment = family.Create(Task with { EnvironmentId = family.Spec.Id, Parameters = [0.1, -0.5] }, 1);
        StepBuffers buffers = new(family.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);

        environment.Step([0], [(Real)2, (Real)(-3)], buffers.Result);
        ((double)buffers.Observations[0]).ShouldBe(0.02, RealTolerance);
        ((double)buffers.Observations[1]).ShouldBe(-0.03, RealTolerance);
        ((double)buffers.Rewards[0]).ShouldBe(-double.Hypot(0.08, 0.47), RealTolerance);

        for (int step = 0; step < 5; step++)
        {
            buffers.Result.Terminated[0].ShouldBeFalse();
            environment.Step([0], [(Real)1.5, (Real)(-20)], buffers.Result);
        }

        // −0.03 − 5 · 0.1 lies behind the wall; x has come to 0.095.
        ((double)buffers.Observations[1]).ShouldBe(-0.5, RealTolerance);
        ((double)buffers.Observations[0]).ShouldBe(0.095, RealTolerance);
        (buffers.Result.Terminated[0], buffers.Result.Truncated[0]).ShouldBe((true, false));
    }

    [Fact]
    public void Registry_UnknownId_NamesThoseThatAreKnown()
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        registry.Get("Drone-v1").Spec.Id.ShouldBe("Drone-v1");
        string message = Should.Throw<ArgumentException>(() => registry.Get("navigation-2d-v1")).Message;
        message.ShouldContain("'navigation-2d-v1'");
        message.ShouldContain("Known: BernoulliBandit-v1, BernoulliBandit10x100-v1, ");
        message.ShouldContain(", Doors-v1, Drone-v1, DroneWalled-v1, FrozenLakeHigh-v1, FrozenLakeLow-v1, Navigation2D-v1, ");
        Should.Throw<ArgumentException>(() => registry.Register(new Navigation2DFamily()));
    }

    [Fact]
    public void MdpTask_Equality_IsOverParameters()
    {
        Task.ShouldBe(Task with { Parameters = [0.3, -0.4] });
        Task.GetHashCode().ShouldBe((Task with { Parameters = [0.3, -0.4] }).GetHashCode());
        Task.ShouldNotBe(Task with { Parameters = [0.3, -0.5] });
        Task.ShouldNotBe(Task with { Index = 1 });
    }

    private static StepBuffers StepOnce(Navigation2DFamily family, double x, double y)
    {
        IEnvironment environment = family.Create(Task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);
        environment.Step([0], [(Real)x, (Real)y], buffers.Result);
        return buffers;
    }
}
