using System.Collections.Immutable;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>The hand goes to a place; the object lies by.</summary>
internal sealed class Reach() : PuckTask(
    "reach", "sawyer_reach_v3", "The hand goes to a place; the object lies by.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02, -0.1, 0.8, 0.05];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02, 0.1, 0.9, 0.3];

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Tool - start.Target).Length;
        return new(10 * Shaping.Near(distance, 0, 0.05, (start.Hand - start.Target).Length), distance <= 0.05);
    }
}
