using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>The hand goes to a place; the object lies by.</summary>
internal sealed class Reach() : ArmTask(
    "reach", "sawyer_reach_v3", "The hand goes to a place; the object lies by.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02, -0.1, 0.8, 0.05];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02, 0.1, 0.9, 0.3];

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "obj"), (ObjectKind.Geom, "objGeom")];

    public override bool IsRejected(ReadOnlySpan<double> goal) => IsNearer(goal, 0.15);

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal[3..]);

    public override Point Object(ArmCopy copy) => copy.Body(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(1)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy);
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Tool - start.Target).Length;
        return new(10 * Shaping.Near(distance, 0, 0.05, (start.Hand - start.Target).Length), distance <= 0.05);
    }
}
