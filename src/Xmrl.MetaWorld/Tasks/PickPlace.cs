using System.Collections.Immutable;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A puck is picked up and held at a place.</summary>
internal sealed class PickPlace() : PuckTask(
    "pick-place", "sawyer_pick_place_v3", "A puck is picked up and held at a place.")
{
    public override ImmutableArray<double> Low { get; } = [-0.1, 0.6, 0.02, -0.1, 0.8, 0.05];

    public override ImmutableArray<double> High { get; } = [0.1, 0.7, 0.02, 0.1, 0.9, 0.3];

    public override Outcome Score(in Pose pose, TaskStart start)
    {
        double distance = (pose.Object - start.Target).Length;
        double inPlace = Shaping.Near(distance, 0, 0.05, (start.Object - start.Target).Length);
        double reward = Shaping.Both(Caging.Pick(pose, start), inPlace);
        if (IsLifted(pose, start, 0.02))
        {
            reward += 1 + (5 * inPlace);
        }

        return new(distance < 0.05 ? 10 : reward, distance <= 0.07);
    }
}
