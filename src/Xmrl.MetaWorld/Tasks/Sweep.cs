using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A cube is swept to the edge of the table.</summary>
internal sealed class Sweep() : ArmTask(
    "sweep", "sawyer_sweep_v3", "A cube is swept to the edge of the table.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02];

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Body, "obj")];

    public override Point Target(ReadOnlySpan<double> goal) => new(0.5, goal[1], 0.01);

    public override Point Object(ArmCopy copy) => copy.Body(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => copy.Kinematics.BodyQuaternion(copy.Named(0)).CopyTo(quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), new Point(goal[0], goal[1], 0.02), copy);
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double inPlace = Shaping.Near(distance, 0, 0.05, (start.Object - start.Target).Length);
        double grasp = Caging.Sweep(pose, start, 0.02, 0.03, 0.005);
        return new(distance < 0.05 ? 10 : (2 * grasp) + (6 * Shaping.Both(grasp, inPlace)), distance <= 0.05);
    }
}
