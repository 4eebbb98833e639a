using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A window is pushed open.</summary>
internal sealed class WindowOpen() : ArmTask(
    "window-open", "sawyer_window_horizontal", "A window is pushed open.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.7, 0.16];

    public override ImmutableArray<double> High { get; } = [0.1, 0.9, 0.16];

    public override Point HandStart => NearRounded;

    public override string? MovedBody => "window";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } = [(ObjectKind.Site, "handleOpenStart")];

    public override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal) + new Point(0.2, 0, 0);

    public override Point Object(ArmCopy copy) => copy.Site(0);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy) with { Before = Object(copy) };
        copy.Simulation.Positions[ArmCopy.RobotPositions] = 0;
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = Math.Abs(pose.Object.X - start.Target.X);
        double near = Shaping.Near(pose.Reach, 0, 0.02, Math.Abs((start.Before - start.Tool).Length - 0.02));
        double inPlace = Shaping.Near(distance, 0, 0.05, Math.Abs(Math.Abs(start.Object.X - start.Target.X) - 0.05));
        return new(10 * Shaping.Both(near, inPlace), distance <= 0.05);
    }
}
