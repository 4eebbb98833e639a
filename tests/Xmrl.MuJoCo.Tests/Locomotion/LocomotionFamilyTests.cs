using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MuJoCo.Tests.Locomotion;

public sealed class LocomotionFamilyTests
{
    [Fact]
    public void All_WithoutTheLibrary_ListsSevenFamilies()
        => LocomotionFamily.All().Select(family => family.Spec.Id).ShouldBe(
            [
                "HalfCheetahVelocity-v1", "HalfCheetahDirection-v1", "AntVelocity-v1", "AntDirection-v1", "SwimmerVelocity-v1",
                "SwimmerDirection-v1", "AntAngle-v1",
            ], ignoreOrder: true);

    [Fact]
    public void SampleTask_Directions_AreBothEnds()
    {
        var family = new LocomotionFamily(Robot.HalfCheetah, Goal.Direction);
        double[] directions = [.. Enumerable.Range(0, 100).Select(index => family.SampleTask(RandomKey.FromSeed(1), index).Parameters[0])];
        directions.Distinct().Order().ShouldBe([-1, 1]);
        directions.Count(direction => direction > 0).ShouldBeInRange(35, 65);
    }

    [Fact]
    public void Create_DirectionBetweenTheEnds_Throws()
    {
        var family = new LocomotionFamily(Robot.Swimmer, Goal.Direction);
        Should.Throw<ArgumentException>(
            () => family.Create(new MdpTask { EnvironmentId = family.Spec.Id, Parameters = [0.5] }, 1)).Message.ShouldContain("0.5");
    }

    [Fact]
    public void Distance_Angles_GoesTheShorterWay()
    {
        var family = new LocomotionFamily(Robot.Ant, Goal.Angle);
        family.Distance(Task(0.1), Task((2 * Math.PI) - 0.1)).ShouldNotBeNull().ShouldBe(0.2, 1e-12);
        family.Distance(Task(1), Task(3)).ShouldBe(2);

        MdpTask Task(double angle) => new() { EnvironmentId = family.Spec.Id, Parameters = [angle] };
    }

    [Fact]
    public void Constructor_AngleOfAnotherRobot_Throws()
        => Should.Throw<ArgumentException>(() => new LocomotionFamily(Robot.Swimmer, Goal.Angle)).Message.ShouldContain("Swimmer");

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Options_BadCost_Throws(double cost)
        => Should.Throw<ArgumentOutOfRangeException>(() => new LocomotionOptions { ControlCost = cost }).ParamName.ShouldBe("ControlCost");

    [Fact]
    public void RewardVersion_OtherConstants_Differs()
        => new LocomotionFamily(Robot.Ant, Goal.Velocity, new LocomotionOptions { ContactCost = 0 }).Spec.RewardVersion
            .ShouldNotBe(new LocomotionFamily(Robot.Ant, Goal.Velocity).Spec.RewardVersion);
}
