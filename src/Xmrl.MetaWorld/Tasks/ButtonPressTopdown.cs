using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A button is pressed down from above.</summary>
internal sealed class ButtonPressTopdown() : ArmTask(
    "button-press-topdown", "sawyer_button_press_topdown", "A button is pressed down from above.")
{
    /// <summary>From the box to its hole.</summary>
    private static readonly Point s_hole = new(0, 0, 0.1);

    public override ImmutableArray<double> Low { get; } = [-0.1, 0.8, 0.115];

    public override ImmutableArray<double> High { get; } = [0.1, 0.9, 0.115];

    public override Point HandStart => NearRounded;

    public override string? MovedBody => "box";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "button"), (ObjectKind.Site, "hole"), (ObjectKind.Site, "buttonStart")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + s_hole;

    public override Point Object(ArmCopy copy) => copy.Body(0) + new Point(0, 0, 0.193);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => copy.Kinematics.BodyQuaternion(copy.Named(0)).CopyTo(quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        Point target = copy.Site(1);
        TaskStart start = Start(target, Point.Of(goal), copy) with { Gap = Math.Abs(target.Z - copy.Site(2).Z) };
        copy.Simulation.Forward();
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = Math.Abs(start.Target.Z - pose.Object.Z);
        double near = Shaping.Near(pose.Reach, 0, 0.01, (pose.Object - start.Tool).Length);
        double reward = 5 * Shaping.Both(1 - pose.Opening, near);
        if (pose.Reach <= 0.03)
        {
            reward += 5 * Shaping.Near(distance, 0, 0.005, start.Gap);
        }

        return new(reward, distance <= 0.024);
    }
}
