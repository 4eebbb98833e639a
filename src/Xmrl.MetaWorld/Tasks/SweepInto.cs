using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A cube is swept into a hole in the table.</summary>
internal sealed class SweepInto() : ArmTask(
    "sweep-into", "sawyer_table_with_hole", "A cube is swept into a hole in the table.")
{
    private static readonly Point s_hole = new(0, 0.84, 0.02);

    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02, -0.001, 0.8399, 0.0199];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02, 0.001, 0.8401, 0.0201];

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "obj"), (ObjectKind.Geom, "objGeom")];

    public override bool IsRejected(ReadOnlySpan<double> goal) => (Point.Of(goal) - s_hole).Across < 0.15;

    public override Point Target(ReadOnlySpan<double> goal) => s_hole;

    public override Point Object(ArmCopy copy) => copy.Body(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(1)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        // Where it has settled while the hand came.
        double height = copy.Body(0).Z;
        TaskStart start = Start(Target(goal), new Point(goal[0], goal[1], height), copy);
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        Point target = start.Target with { Z = pose.Object.Z };
        double distance = (pose.Object - target).Length;
        double inPlace = Shaping.Near(distance, 0, 0.05, (start.Object - target).Length);
        double grasp = Caging.Sweep(pose, start, 0.02, 0.025, 0.01);
        return new(distance < 0.05 ? 10 : (2 * grasp) + (6 * Shaping.Both(grasp, inPlace)), distance <= 0.05);
    }
}
