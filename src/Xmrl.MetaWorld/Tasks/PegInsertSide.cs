using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A peg is put into a hole from the side.</summary>
internal sealed class PegInsertSide() : ArmTask(
    "peg-insert-side", "sawyer_peg_insertion_side", "A peg is put into a hole from the side.")
{
    public override ImmutableArray<double> Low { get; } = [0, 0.5, 0.02, -0.35, 0.4, -0.001];

    public override ImmutableArray<double> High { get; } = [0.2, 0.7, 0.02, -0.25, 0.7, 0.001];

    public override string? MovedBody => "box";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
    [
        (ObjectKind.Site, "pegGrasp"),
        (ObjectKind.Site, "pegHead"),
        (ObjectKind.Site, "bottom_right_corner_collision_box_2"),
        (ObjectKind.Site, "top_left_corner_collision_box_2"),
        (ObjectKind.Site, "bottom_right_corner_collision_box_1"),
        (ObjectKind.Site, "top_left_corner_collision_box_1"),
    ];

    public override bool IsRejected(ReadOnlySpan<double> goal) => IsNearer(goal, 0.1);

    public override Point MovedTo(ReadOnlySpan<double> goal) => Point.Of(goal[3..]);

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal[3..]) + new Point(0.03, 0, 0.13);

    public override Point Object(ArmCopy copy) => copy.Site(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.SiteMatrix(copy.Named(0)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy) with
        {
            Before = Head(copy),
            Corners = [copy.Site(2), copy.Site(3), copy.Site(4), copy.Site(5)],
        };
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Point Head(ArmCopy copy) => copy.Site(1);

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Head - start.Target).Scaled(1, 2, 2).Length;
        double near = Shaping.Near(distance, 0, 0.07, (start.Before - start.Target).Scaled(1, 2, 2).Length);
        double clear = Shaping.Both(
            Shaping.Prism(pose.Head, start.Corners[0], start.Corners[1]), Shaping.Prism(pose.Head, start.Corners[2], start.Corners[3]));
        double inPlace = Shaping.Both(near, clear);
        bool isUp = IsLifted(pose, start, 0.08);
        double grasp = isUp ? 1 : Caging.Grasp(pose, start, 0.0075, 0.03, 0.005, isDense: true);
        double reward = Shaping.Both(grasp, inPlace) + (isUp ? 1 + (5 * inPlace) : 0);
        return new(distance <= 0.07 ? 10 : reward, distance <= 0.07);
    }
}
