using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A drawer is pushed shut.</summary>
internal sealed class DrawerClose() : ArmTask(
    "drawer-close", "sawyer_drawer", "A drawer is pushed shut.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.9, 0];

    public override ImmutableArray<double> High { get; } = [0.1, 0.9, 0];

    public override Point HandStart => MiddleRounded;

    public override string? MovedBody => "drawer";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Body, "drawer_link")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(0, -0.16, 0.09);

    public override Point Object(ArmCopy copy) => copy.Body(0) + new Point(0, -0.16, 0.05);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        Point tool = copy.Tool;
        copy.Simulation.Positions[ArmCopy.RobotPositions] = -0.15;
        copy.Simulation.Forward();
        return Start(Target(goal), Object(copy), copy) with { Tool = tool };
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        bool succeeded = distance <= 0.065;
        double inPlace = Shaping.Near(distance, 0, 0.05, Math.Abs((start.Object - start.Target).Length - 0.05));
        double near = Shaping.NearGaussian(pose.Reach, 0, 0.005, Math.Abs((start.Object - start.Tool).Length - 0.005));
        double reach = Shaping.Both(near, Math.Clamp(pose.Effort, 0, 1));
        return new(succeeded ? 10 : 10 * Shaping.Both(reach, inPlace), succeeded);
    }
}
