using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A cube is picked up and put into a shelf.</summary>
internal sealed class ShelfPlace() : ArmTask(
    "shelf-place", "sawyer_shelf_placing", "A cube is picked up and put into a shelf.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.5, 0.019, -0.1, 0.8, 0.299];

    public override ImmutableArray<double> High { get; } = [0.1, 0.6, 0.021, 0.1, 0.9, 0.301];

    public override Point HandStart => MiddleRounded;

    public override string? MovedBody => "shelf";

    public override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "obj"), (ObjectKind.Geom, "objGeom")];

    public override bool IsRejected(ReadOnlySpan<double> goal) => IsNearer(goal, 0.1);

    public override Point MovedTo(ReadOnlySpan<double> goal) => Point.Of(goal[3..]) - new Point(0, 0, 0.3);

    public override Point Target(ReadOnlySpan<double> goal) => new Point(0, 0, 0.3) + MovedTo(goal);

    public override Point Object(ArmCopy copy) => copy.Body(0);

    public override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(1)), quaternion);

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        // Where it has settled while the hand came.
        double height = copy.Body(0).Z;
        TaskStart start = Start(Target(goal), new Point(goal[0], goal[1], height), copy);
        copy.Simulation.Forward();
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double inPlace = Shaping.Near(distance, 0, 0.05, (start.Object - start.Target).Length);
        double grasp = Caging.Grasp(pose, start, 0.02, 0.05, 0.01, isDense: false);
        double reward = Shaping.Both(grasp, inPlace);
        inPlace = AroundTheShelf(pose.Object, start.Target, inPlace);
        if (IsLifted(pose, start, 0.025))
        {
            reward += 1 + (5 * inPlace);
        }

        return new(distance < 0.05 ? 10 : reward, distance <= 0.07);
    }

    /// <summary>Less in front of the shelf below its board, nothing behind that.</summary>
    private static double AroundTheShelf(Point place, Point target, double inPlace)
    {
        const double Depth = 0.15;
        const double Height = 0.24;
        if (!(place.Z > 0 && place.Z < Height && Math.Abs(place.X - target.X) < Depth))
        {
            return inPlace;
        }

        if (place.Y > target.Y - Depth && place.Y < target.Y)
        {
            double collision = Shaping.Both((place.Y - target.Y + Depth) / Depth, (Height - place.Z) / Height);
            return Math.Clamp(inPlace - collision, 0, 1);
        }

        return place.Y > target.Y ? 0 : inPlace;
    }
}
