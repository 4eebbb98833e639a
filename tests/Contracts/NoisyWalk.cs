using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>A tiny random environment with both endings: a point on a line starts at random near 0, is pushed by actions and noise, and
/// terminates (with success to the right) beyond ±limit.</summary>
public sealed class NoisyWalk(MdpTask task) : ISingleEnvironment
{
    private RandomKey _key;
    private Real _position;
    private int _step;

    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = "NoisyWalk-v1",
            RewardVersion = "position",
            ObservationSize = 1,
            ActionSize = 1,
            Horizon = 20,
            TaskParameterNames = ["limit"],
            TaskParameterRanges = [new(2, 6)],
            ObservationCentre = [0],
            ObservationScale = [0.25],
            HasSuccess = true,
            ScoreName = "success rate",
        },
        task => new NoisyWalk(task));

    public void Reset(RandomKey key, Span<Real> observation)
    {
        _key = key.Derive(RandomPurpose.Dynamics);
        _step = 0;
        _position = (Real)key.Derive(RandomPurpose.Reset).Normal(0);
        observation[0] = _position;
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        _position += (Real)0.5 * (action[0] + (Real)_key.Normal((ulong)_step++));
        observation[0] = _position;
        return new SingleStep(_position, Real.Abs(_position) > (Real)task.Parameters[0], _position > (Real)task.Parameters[0]);
    }
}
