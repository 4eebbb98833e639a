using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MuJoCo.Tests.Locomotion;

public sealed class LocomotionFamilyTests
{
    [Fact]
    public void All_WithoutTheLibrary_ListsEightFamilies()
        => LocomotionFamily.All().Select(family => family.Spec.Id).ShouldBe(
            [
                "HalfCheetahVelocity-v1", "HalfCheetahDirection-v1", "AntVelocity-v1", "AntDirection-v1", "SwimmerVelocity-v1",
                "SwimmerDirection-v1", "AntAngle-v1", "AntGoal-v1",
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
    public void Distance_Places_IsThatInThePlane()
    {
        var family = new LocomotionFamily(Robot.Ant, Goal.Place);
        family.Distance(Task(0, 3), Task(Math.PI / 2, 2)).ShouldNotBeNull().ShouldBe(Math.Sqrt(13), 1e-12);

        MdpTask Task(double angle, double radius) => new() { EnvironmentId = family.Spec.Id, Parameters = [angle, radius] };
    }

    /// <summary>Of the share of the disc within the radius, which is uniform, and of the angle: four standard errors.</summary>
    [Fact]
    public void SampleTask_Places_AreUniformOverTheDisc()
    {
        const int Tasks = 4000;
        var family = new LocomotionFamily(Robot.Ant, Goal.Place);
        MdpTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(index => family.SampleTask(RandomKey.FromSeed(1), index))];
        tasks.Average(task => Math.Pow(task.Parameters[1] / 3, 2)).ShouldBe(0.5, 4 * Math.Sqrt(1.0 / 12 / Tasks));
        tasks.Average(task => task.Parameters[0]).ShouldBe(Math.PI, 4 * Math.PI / Math.Sqrt(3.0 * Tasks));
    }

    [Fact]
    public void Spec_AntGoal_IsThatOfTheStudy()
    {
        EnvironmentSpec spec = new LocomotionFamily(Robot.Ant, Goal.Place).Spec;
        (spec.ObservationSize, spec.ActionSize, spec.Horizon).ShouldBe((113, 8, 200));
        spec.RewardVersion.ShouldBe("−‖xy − g‖₁ − 0.1·‖a‖² − 0.0005·‖f‖², executed actions");
    }

    [Theory]
    [InlineData(Goal.Angle)]
    [InlineData(Goal.Place)]
    public void Constructor_PlanarGoalOfAnotherRobot_Throws(Goal goal)
        => Should.Throw<ArgumentException>(() => new LocomotionFamily(Robot.Swimmer, goal)).Message.ShouldContain("Swimmer");

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
