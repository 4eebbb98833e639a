using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>One step; the task's parameter is a factor on the reward, and a factor below zero stands for NaN.</summary>
internal sealed class BrokenBandit(MdpTask task, Real observed) : ISingleEnvironment
{
    public static SingleEnvironmentFamily Family(double observed = 1) => new(
        new EnvironmentSpec
        {
            Id = "BrokenBandit-v1",
            RewardVersion = "action",
            ObservationSize = 1,
            ActionSize = 1,
            Horizon = 1,
            TaskParameterNames = ["factor"],
            TaskParameterRanges = [new(-1, double.MaxValue)],
            ObservationCentre = [0],
            ObservationScale = [1],
            ScoreName = "return",
        },
        task => new BrokenBandit(task, (Real)observed));

    public static MdpTask Task(int index, double factor)
        => new() { EnvironmentId = "BrokenBandit-v1", Index = index, Parameters = [factor] };

    public void Reset(RandomKey key, Span<Real> observation) => observation[0] = observed;

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        observation[0] = observed;
        var factor = (Real)task.Parameters[0];
        return new SingleStep(factor < 0 ? Real.NaN : factor * Real.Clamp(action[0], -1, 1));
    }
}
