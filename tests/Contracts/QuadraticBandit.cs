using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>A tiny environment for tests of learners: one step, one constant observation, reward −(a − target)². The best mean is the
/// target.</summary>
public sealed class QuadraticBandit(MdpTask task) : ISingleEnvironment
{
    public const string Id = "QuadraticBandit-v1";

    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = Id,
            RewardVersion = "negative square",
            ObservationSize = 1,
            ActionSize = 1,
            Horizon = 1,
            TaskParameterNames = ["target"],
            TaskParameterRanges = [new(-1, 1)],
            ObservationCentre = [0],
            ObservationScale = [1],
            ScoreName = "return",
        },
        task => new QuadraticBandit(task));

    public void Reset(RandomKey key, Span<Real> observation) => observation[0] = 1;

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        observation[0] = 1;
        Real error = action[0] - (Real)task.Parameters[0];
        return new SingleStep(-error * error);
    }
}
