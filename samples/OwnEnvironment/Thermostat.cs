using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Samples.OwnEnvironment;

/// <summary>A heater keeps a room at zero degrees. How warm it is outside differs from task to task and is not observed.</summary>
internal sealed class Thermostat(MdpTask task) : ISingleEnvironment
{
    private Real _temperature;

    [RegisterEnvironment]
    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = "Thermostat-v1",
            RewardVersion = "negative squared temperature",
            ScoreName = "return",
            ObservationSize = 1,
            ActionSize = 1,
            Horizon = 30,
            TaskParameterNames = ["outside"],
            TaskParameterRanges = [new(-1, 1)],
            ObservationCentre = [0],
            ObservationScale = [1],
        },
        task => new Thermostat(task));

    public void Reset(RandomKey key, Span<Real> observation) => observation[0] = _temperature = 0;

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        observation[0] = _temperature += ((Real)task.Parameters[0] + Math.Clamp(action[0], -2, 2) - _temperature) / 5;
        return new SingleStep(-_temperature * _temperature);
    }
}
