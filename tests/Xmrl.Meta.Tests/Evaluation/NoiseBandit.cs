using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Tests.Evaluation;

/// <summary>Two steps; the reward is the action plus a random number of the episode: the noise can be read off the return.</summary>
internal sealed class NoiseBandit : ISingleEnvironment
{
    private RandomKey _key;

    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = "NoiseBandit-v1",
            RewardVersion = "action plus noise",
            ObservationSize = 1,
            ActionSize = 1,
            Horizon = 2,
            TaskParameterNames = [],
            TaskParameterRanges = [],
            ObservationCentre = [0],
            ObservationScale = [1],
            ScoreName = "return",
        },
        _ => new NoiseBandit());

    public void Reset(RandomKey key, Span<Real> observation)
    {
        _key = key;
        observation[0] = 1;
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        observation[0] = 1;
        return new SingleStep(action[0] + (Real)_key.Normal(0));
    }
}
