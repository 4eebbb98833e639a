using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A ball is dropped through a hoop.</summary>
internal sealed class Basketball() : ArmTask(
    "basketball", "sawyer_basketball", "A ball is dropped through a hoop.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.0299, -0.1, 0.85, 0];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.0301, 0.1, 0.9 + 1e-7, 0];

    public override Point HandStart => MiddleRounded;

    public override string? MovedBody => "basket_goal";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "bsktball"), (ObjectKind.Site, "goal")];

    public override bool IsRejected(ReadOnlySpan<double> goal) => IsNearer(goal, 0.15);

    public override Point MovedTo(ReadOnlySpan<double> goal) => Point.Of(goal[3..]);

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal[3..]) + new Point(0, -0.083, 0.25);

    public override Point Object(ArmCopy copy) => copy.Body(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => copy.Kinematics.BodyQuaternion(copy.Named(0)).CopyTo(quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(copy.Site(1), new Point(goal[0], goal[1], 0.03f), copy);
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        Point hoop = start.Target with { Z = 0.3 };
        double distance = (pose.Object - hoop).Scaled(1, 1, 2).Length;
        double inPlace = Shaping.Near(distance, 0, 0.08, (start.Object - hoop).Scaled(1, 1, 2).Length);
        bool isUp = IsLifted(pose, start, 0.035);
        double grasp = isUp ? 1 : Caging.Grasp(pose, start, 0.025, 0.06, 0.005, isDense: true);
        double reward = Shaping.Both(grasp, inPlace) + (isUp ? 1 + (5 * inPlace) : 0);
        return new(distance < 0.08 ? 10 : reward, distance <= 0.08);
    }
}
