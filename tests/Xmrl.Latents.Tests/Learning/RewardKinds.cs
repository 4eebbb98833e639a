using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>A point robot whose tasks differ in the kind of their reward: near a goal, far from it, or along a direction. The observation
/// is the position, which shows neither kind nor goal.</summary>
internal sealed class RewardKinds(MdpTask task) : ISingleEnvironment
{
    public const int Kinds = 3;

    private const double StepSize = 0.2;

    private double _x;
    private double _y;

    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = "RewardKinds-v1",
            RewardVersion = "three kinds",
            ObservationSize = 2,
            ActionSize = 2,
            Horizon = 10,
            TaskParameterNames = ["kind", "goalX", "goalY"],
            TaskParameterRanges = [new(0, Kinds), new(-1, 1), new(-1, 1)],
            ObservationCentre = [0, 0],
            ObservationScale = [1, 1],
            ScoreName = "return",
        },
        task => new RewardKinds(task));

    /// <summary>The kind of a task, in [0, <see cref="Kinds"/>).</summary>
    public static int KindOf(MdpTask task) => Math.Min(Kinds - 1, (int)task.Parameters[0]);

    public void Reset(RandomKey key, Span<Real> observation)
    {
        (_x, _y) = (0, 0);
        observation.Clear();
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        (double beforeX, double beforeY) = (_x, _y);
        _x += StepSize * Math.Clamp((double)action[0], -1, 1);
        _y += StepSize * Math.Clamp((double)action[1], -1, 1);
        (observation[0], observation[1]) = ((Real)_x, (Real)_y);
        (double goalX, double goalY) = (task.Parameters[1], task.Parameters[2]);
        double distance = Math.Sqrt(((_x - goalX) * (_x - goalX)) + ((_y - goalY) * (_y - goalY)));
        double length = StepSize * (0.1 + Math.Sqrt((goalX * goalX) + (goalY * goalY)));
        double along = (((_x - beforeX) * goalX) + ((_y - beforeY) * goalY)) / length;
        return new SingleStep((Real)(KindOf(task) switch { 0 => -distance, 1 => distance, _ => along }));
    }
}
