using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A door is pulled open by its handle.</summary>
internal sealed class DoorOpen() : ArmTask(
    "door-open", "sawyer_door_pull", "A door is pulled open by its handle.")
{
    public override ImmutableArray<double> Low { get; } = [0, 0.85, 0.15];

    public override ImmutableArray<double> High { get; } = [0.1, 0.95, 0.15];

    public override string? MovedBody => "door";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Geom, "handle")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(-0.3, -0.45, 0);

    public override Point Object(ArmCopy copy) => copy.Geom(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(0)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy);
        copy.PlaceJoint(0);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = Math.Abs(pose.Object.X - start.Target.X);
        bool succeeded = distance <= 0.08;
        double angle = pose.Joint;
        double opened = (angle < -Math.PI / 90 ? 0.2 : 0) + (0.8 * Shaping.Near((2 * Math.PI / 3) + angle, 0, 0.5, Math.PI / 3));
        double pulling = (pose.Effort + 1) / 2;
        return new(succeeded ? 10 : (2 * Shaping.Both(Ready(pose), pulling)) + (8 * opened), succeeded);
    }

    /// <summary>Whether the hand is at the handle, and comes to it from above.</summary>
    private static double Ready(in Pose pose)
    {
        Point handle = pose.Object - new Point(0.05, 0, 0);
        double across = (pose.Hand - handle).Across;
        double floor = across <= 0.12 ? 0 : (0.04 * Math.Log(across - 0.12)) + 0.4;
        double above = pose.Hand.Z >= floor ? 1 : Shaping.Near(floor - pose.Hand.Z, 0, 0.01, floor / 2);
        double near = Shaping.Near((pose.Hand - handle - new Point(0.05, 0.03, -0.01)).Length, 0, 0.06, 0.5);
        return Shaping.Both(above, near);
    }
}
