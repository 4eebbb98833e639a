using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Tests.Definitions;

/// <summary>A place on a line that has to be reached, as a user would write it: one class for all kinds of actions and ends.</summary>
internal sealed class TinyWorld(MdpTask task, bool isDiscrete, bool hasSuccess) : ISingleEnvironment
{
    private Real _position;

    public static SingleEnvironmentFamily Family(bool isDiscrete, bool hasSuccess, int horizon) => new(
        new EnvironmentSpec
        {
            Id = "TinyWorld-v1",
            RewardVersion = "negative distance",
            ScoreName = hasSuccess ? "success rate" : "return",
            HasSuccess = hasSuccess,
            ObservationSize = 1,
            ActionSize = 1,
            ActionChoices = isDiscrete ? 3 : 0,
            Horizon = horizon,
            TaskParameterNames = ["goal"],
            TaskParameterRanges = [new(-1, 1)],
            ObservationCentre = [0],
            ObservationScale = [1],
        },
        task => new TinyWorld(task, isDiscrete, hasSuccess));

    public void Reset(RandomKey key, Span<Real> observation) => observation[0] = _position = 0;

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        _position += (isDiscrete ? action[0] - 1 : Math.Clamp(action[0], -1, 1)) / 4;
        observation[0] = _position;
        Real distance = Math.Abs(_position - (Real)task.Parameters[0]);
        bool reached = hasSuccess && distance < 0.2;
        return new SingleStep(-distance, reached, reached);
    }
}
