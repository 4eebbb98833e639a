using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Checks;

/// <summary>A point that is pushed along a line towards a target that differs from task to task, with faults to choose from.</summary>
internal sealed class FaultyWalk(MdpTask task, FaultyWalk.Faults faults) : ISingleEnvironment
{
    public const int Horizon = 12;

    private static int s_stepsOfAll;

    private readonly Faults _faults = faults;
    private RandomKey _key;
    private Real _position;
    private int _step;
    private int _episodes;

    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "FaultyWalk-v1",
        RewardVersion = "distance",
        ObservationSize = 2,
        ActionSize = 1,
        Horizon = Horizon,
        TaskParameterNames = ["target"],
        TaskParameterRanges = [new(-1, 1)],
        ObservationCentre = [0, 0],
        ObservationScale = [1, 1],
        HasSuccess = true,
        ScoreName = "success rate",
    };

    public static SingleEnvironmentFamily Family(Faults faults) => new(Spec, task => new FaultyWalk(task, faults));

    public void Reset(RandomKey key, Span<Real> observation)
    {
        _episodes++;
        _key = key;
        _step = 0;
        _position = (Real)key.Normal(0);
        if (_faults.KeepsSomething && _episodes > 1)
        {
            _position += 1;
        }

        Observe(observation);
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        _step++;
        if (_faults.ThrowsAt == _step)
        {
            throw new FormatException("no such room");
        }

        Real push = _faults.IsUnlimited ? Real.Exp(action[0] * action[0]) : Real.Clamp(action[0], -1, 1);
        _position += push + (Real)_key.Normal((ulong)_step);
        _position += _faults.SharesSteps ? ++s_stepsOfAll : 0;
        Observe(observation);
        Real reward = -Real.Abs(_position - (_faults.IgnoresTask ? 0 : (Real)task.Parameters[0]));
        return new SingleStep(
            _step == _faults.NotFiniteAt ? Real.NaN : reward,
            Succeeded: _faults.SucceedsAt == _step || (_faults.SucceedsAt == 0 && _step == Horizon));
    }

    private void Observe(Span<Real> observation)
    {
        observation[0] = _position;
        if (!_faults.LeavesUnwritten)
        {
            observation[1] = _step;
        }

        if (_faults.WritesBeyond)
        {
            observation[2] = 0;
        }
    }

    public readonly record struct Faults
    {
        public int NotFiniteAt { get; init; }

        public int ThrowsAt { get; init; }

        /// <summary>The step that alone says success; 0 for the last one.</summary>
        public int SucceedsAt { get; init; }

        public bool IgnoresTask { get; init; }

        public bool IsUnlimited { get; init; }

        public bool KeepsSomething { get; init; }

        public bool LeavesUnwritten { get; init; }

        public bool SharesSteps { get; init; }

        public bool WritesBeyond { get; init; }
    }
}
