using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A puck is pushed to a place on the table.</summary>
internal sealed class Push() : PuckTask(
    "push", "sawyer_push_v3", "A puck is pushed to a place on the table.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02, -0.1, 0.8, 0.01];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02, 0.1, 0.9, 0.02];

    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        // Where it has settled while the hand came.
        double height = copy.Body(0).Z;
        TaskStart start = Start(new Point(goal[3], goal[4], height), new Point(goal[0], goal[1], height), copy);
        copy.PlaceFree(start.Object);
        return start;
    }

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double inPlace = Shaping.Near(distance, 0, 0.05, (start.Object - start.Target).Length);
        double grasp = Caging.Grasp(pose, start, 0.015, 0.05, 0.005, isDense: true);
        double reward = distance < 0.05 ? 10
            : pose.Reach < 0.02 && pose.Opening > 0 ? (4 * grasp) + 1 + (5 * inPlace)
            : 2 * grasp;
        return new(reward, distance <= 0.05);
    }
}
