using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A door that stands open is pushed shut.</summary>
internal sealed class DoorClose() : ArmTask(
    "door-close", "sawyer_door_pull", "A door that stands open is pushed shut.")
{
    public override ImmutableArray<double> Low { get; } = [0, 0.85, 0.15];

    public override ImmutableArray<double> High { get; } = [0.1, 0.95, 0.15];

    public override Point HandStart => new(-0.5, 0.6f, 0.2f);

    public override string? MovedBody => "door";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Geom, "handle")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(0.2, -0.2, 0);

    public override Point Object(ArmCopy copy) => copy.Geom(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(0)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy);
        copy.PlaceJoint(-1.5708);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double near = Shaping.NearGaussian((pose.Tool - start.Target).Length, 0, 0.0125, (start.Hand - pose.Object).Length + 0.1);
        double inPlace = Shaping.NearGaussian(distance, 0, 0.05, (start.Object - start.Target).Length);
        return new(distance < 0.05 ? 10 : (3 * near) + (6 * inPlace), distance <= 0.08);
    }
}
