using Xmrl.Environments.Navigation2D;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Tests.Checks;

/// <summary>A point in a plane that steps batches of copies and mixes states, with one fault.</summary>
internal sealed class FaultyBatch(string fault) : IEnvironmentFamily
{
    public const string NoEnd = nameof(NoEnd);
    public const string EarlyEnd = nameof(EarlyEnd);
    public const string BothEnds = nameof(BothEnds);
    public const string NoFlag = nameof(NoFlag);
    public const string WrongMix = nameof(WrongMix);
    public const string LostState = nameof(LostState);
    public const string HiddenState = nameof(HiddenState);

    private const int Horizon = 12;
    private readonly Navigation2DFamily _inner = new();

    public EnvironmentSpec Spec => _inner.Spec with { Horizon = Horizon };

    public MdpTask SampleTask(RandomKey key, int index) => _inner.SampleTask(key, index);

    public IEnvironment Create(MdpTask task, int copies) => new Batch(_inner.Create(task, copies), Spec, fault);

    public double? Distance(MdpTask first, MdpTask second) => _inner.Distance(first, second);

    private sealed class Batch(IEnvironment inner, EnvironmentSpec spec, string fault) : IEnvironment, IMixable
    {
        private readonly int[] _steps = new int[inner.Copies];

        private IMixable Mixable => (IMixable)inner;

        public EnvironmentSpec Spec => spec;

        public MdpTask MdpTask => inner.MdpTask;

        public int Copies => inner.Copies;

        public int StateSize => Mixable.StateSize;

        public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
        {
            inner.Reset(copies, key, observations);
            foreach (int copy in copies)
            {
                _steps[copy] = 0;
            }
        }

        public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
        {
            var succeeded = new bool[copies.Length];
            inner.Step(copies, actions, new StepResult
            {
                Observations = result.Observations,
                Rewards = result.Rewards,
                Terminated = result.Terminated,
                Truncated = result.Truncated,
                Succeeded = fault == NoFlag ? succeeded : result.Succeeded,
            });
            for (int i = 0; i < copies.Length; i++)
            {
                int step = ++_steps[copies[i]];
                result.Rewards[i] += fault == HiddenState ? step : 0;
                result.Truncated[i] = step == (fault == EarlyEnd ? Horizon / 2 : Horizon) && fault != NoEnd;
                result.Terminated[i] = fault == BothEnds && result.Truncated[i];
            }
        }

        public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states) => Mixable.ReadStates(copies, states);

        public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
            => Mixable.Mix(first, second, fault == WrongMix ? (weight + 1) / 2 : weight, mixed);

        public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
        {
            Real[] restored = [.. states];
            restored[0] += fault == LostState ? (Real)0.25 : 0;
            Mixable.Restore(copies, restored, observations, feasible);
            foreach (int copy in copies)
            {
                _steps[copy] = 0;
            }
        }
    }
}
