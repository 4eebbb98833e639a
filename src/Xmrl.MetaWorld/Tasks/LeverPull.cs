using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A lever is pulled up.</summary>
internal sealed class LeverPull() : ArmTask(
    "lever-pull", "sawyer_lever_pull", "A lever is pulled up.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.7, 0];

    public override ImmutableArray<double> High { get; } = [0.1, 0.8, 0];

    public override Point HandStart => NearRounded;

    public override double LowestHeight => -0.15;

    public override string? MovedBody => "lever";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Site, "leverStart"), (ObjectKind.Geom, "objGeom")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(0.12, 0, 0.25 + 0.2);

    public override Point Object(ArmCopy copy) => copy.Site(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(1)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        return Start(Target(goal), Point.Of(goal), copy) with { Before = Point.Of(goal) + new Point(0.12, -0.2, 0.25) };
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = Math.Abs(-pose.Joint - (Math.PI / 2));
        var offset = new Point(0, 0.055, 0.07);
        double margin = (start.Tool + offset - start.Before).Scaled(4, 1, 4).Length;
        double near = Shaping.Near((pose.Hand + offset - pose.Object).Scaled(4, 1, 4).Length, 0, 0.02, margin);
        double inPlace = Shaping.Near((pose.Object - start.Target).Length, 0, 0.04, (start.Before - start.Target).Length);
        return new(10 * Shaping.Both(near, inPlace), distance <= Math.PI / 24);
    }
}
