using Xmrl.Rl.Replay;

namespace Xmrl.Rl.Tests.Replay;

/// <summary>What a replay must be, as a list that forgets nothing: every step is kept, and each question is answered by counting.</summary>
internal sealed class ReplayModel(int capacity)
{
    private readonly List<Step> _steps = [];
    private readonly List<List<long>> _ranges = [];
    private bool _begins = true;

    public long Dropped { get; private set; }

    public long Count => _steps.Count;

    public long Oldest => Math.Max(0, Count - capacity);

    public IEnumerable<long> Context => _ranges.SelectMany(range => range);

    public Step this[long step] => _steps[(int)step];

    public void Append(Step step)
    {
        _steps.Add(step);
        long number = Count - 1;
        if (step.IsContext)
        {
            if (_begins || _ranges.Count == 0 || _ranges[^1][^1] != number - 1)
            {
                _ranges.Add([]);
            }

            _ranges[^1].Add(number);
            _begins = false;
        }

        Dropped += _ranges.RemoveAll(range => range[0] < Oldest);
    }

    public void Clear()
    {
        _ranges.Clear();
        _begins = true;
    }

    /// <summary>One step of the model; observations are single numbers that name trajectory and time.</summary>
    public sealed record Step(Real Observation, Real Action, Real Reward, Real Next, bool Terminated, bool IsStart, bool IsContext)
    {
        public void AppendTo(ReplayBuffer buffer) => buffer.Append(new ReplayStep
        {
            Observation = [Observation, -Observation],
            Action = [Action],
            Reward = Reward,
            ValueReward = 2 * Reward,
            Next = [Next, -Next],
            Terminated = Terminated,
            IsStart = IsStart,
            IsContext = IsContext,
        });
    }
}
