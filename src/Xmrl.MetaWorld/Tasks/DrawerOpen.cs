using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A drawer is pulled open by its handle.</summary>
internal sealed class DrawerOpen() : ArmTask(
    "drawer-open", "sawyer_drawer", "A drawer is pulled open by its handle.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.9, 0];

    public override ImmutableArray<double> High { get; } = [0.1, 0.9, 0];

    public override Point HandStart => MiddleRounded;

    public override string? MovedBody => "drawer";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Body, "drawer_link")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(0, -0.16 - 0.2, 0.09);

    public override Point Object(ArmCopy copy) => copy.Body(0) + new Point(0, -0.16, 0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => copy.Kinematics.BodyQuaternion(copy.Named(0)).CopyTo(quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        return Start(Target(goal), Point.Of(goal), copy);
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double margin = (start.Target + new Point(0, 0.2, 0) - start.Tool).Scaled(3, 3, 1).Length;
        double near = Shaping.Near((pose.Object - pose.Hand).Scaled(3, 3, 1).Length, 0, 0.01, margin);
        return new(5 * (near + Shaping.Near(distance, 0, 0.02, 0.2)), distance <= 0.03);
    }
}
