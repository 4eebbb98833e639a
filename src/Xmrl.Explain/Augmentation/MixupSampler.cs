using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Explain.Augmentation;

/// <summary>Augments a task: mixes pairs of visited states, acts there and executes one step (xmrl.txt, §4.2 and Appendix C).</summary>
/// <remarks>
/// One per worker; not safe for concurrent calls. Pair i is <c>Key.Derive(Mixing).Integer(2i, n)</c> and <c>Integer(2i + 1, n)</c>,
/// independent and uniform over the rollout's samples; the action noise is draw i·A + a of <c>Key.Derive(Action)</c>. The block in which
/// samples are computed has no influence on their bits.
/// </remarks>
internal sealed class MixupSampler : IDisposable
{
    private const int Block = 64;

    private readonly IPolicy _policy;
    private readonly EnvironmentSpec _spec;
    private readonly CachedEnvironment _environments;
    private readonly IPolicyActor _actor;
    private readonly Real[] _noise;
    private readonly Real[] _observationRows;
    private readonly Real[] _nextRows;
    private readonly Real[] _actionRows;
    private readonly AlignedBuffer _actions;
    private readonly Real[] _rewards = new Real[Block];
    private readonly Real[] _lambda = new Real[Block];
    private readonly bool[] _terminated = new bool[Block];
    private readonly bool[] _truncated = new bool[Block];
    private readonly bool[] _succeeded = new bool[Block];
    private readonly bool[] _feasible = new bool[Block];
    private readonly int[] _copies = new int[Block];
    private readonly (int First, int Second)[] _pairs = new (int, int)[Block];
    private Real[] _states = [];

    /// <summary>Builds a sampler.</summary>
    /// <param name="family">An environment whose copies are <see cref="IMixable"/>.</param>
    /// <param name="policy">The policy; its sizes must be those of the environment.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public MixupSampler(IEnvironmentFamily family, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(policy);
        PolicyFit.Check(family.Spec, policy);
        _policy = policy;
        _spec = family.Spec;
        _environments = new CachedEnvironment(family);
        _actor = policy.CreateActor(Block);
        _noise = new Real[Block * _spec.ActionSize];
        _actionRows = new Real[Block * _spec.ActionSize];
        _observationRows = new Real[Block * _spec.ObservationSize];
        _nextRows = new Real[Block * _spec.ObservationSize];
        _actions = new AlignedBuffer(_spec.ActionSize * AlignedBuffer.PaddedStride(Block));
    }

    /// <summary>What the environments' physics engine did so far; zero without one.</summary>
    public EngineUse EngineUse => _environments.EngineUse;

    /// <summary>Draws mixed samples of the rollout's task.</summary>
    /// <param name="rollout">Visited states of one task; must hold states.</param>
    /// <param name="parameters">θ of the policy that acts in the mixed states. Shape [P].</param>
    /// <param name="lambda">λ in [0, 1]: one per draw, shape [Count], or one for all, shape [1].</param>
    /// <param name="request">How many pairs, from which key.</param>
    /// <returns>The feasible samples.</returns>
    /// <exception cref="ArgumentException">The rollout has no states, the environment cannot be mixed, or a shape or a λ is
    /// wrong.</exception>
    /// <exception cref="InvalidOperationException">An observation or reward is not finite though the action was.</exception>
    public MixedSamples Sample(Rollout rollout, ReadOnlySpan<Real> parameters, ReadOnlySpan<Real> lambda, MixupRequest request)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(request);
        if (rollout.MdpTask is null || rollout.StateSize == 0)
        {
            throw new ArgumentException(
                "The rollout holds no states: sample it with RecordStates from an environment that can be mixed.", nameof(rollout));
        }

        if (lambda.Length != request.Count && lambda.Length != 1)
        {
            throw new ArgumentException($"lambda has shape [{lambda.Length}]; expected [1] or [{request.Count}].", nameof(lambda));
        }

        IEnvironment environment = _environments.Get(rollout.MdpTask, Block);
        if (environment is not IMixable mixable || mixable.StateSize != rollout.StateSize)
        {
            throw new ArgumentException($"'{_spec.Id}' cannot restore states of size {rollout.StateSize}.", nameof(rollout));
        }

        // Tasks of one family may have states of several sizes.
        if (_states.Length < (Block + 2) * mixable.StateSize)
        {
            _states = new Real[(Block + 2) * mixable.StateSize];
        }

        _actor.Load(parameters);
        MixedSamples samples = new(request.Count, _spec.ObservationSize, _spec.ActionSize);
        for (int begin = 0; begin < request.Count; begin += Block)
        {
            int count = Math.Min(Block, request.Count - begin);
            for (int i = 0; i < count; i++)
            {
                _lambda[i] = lambda.Length == 1 ? lambda[0] : lambda[begin + i];
            }

            _policy.FillNoise(
                request.Key.Derive(RandomPurpose.Action), (ulong)begin * (ulong)_spec.ActionSize,
                _noise.AsSpan(0, count * _spec.ActionSize));
            MixStates(mixable, rollout, request.Key.Derive(RandomPurpose.Mixing), begin, count);
            int feasible = Restore(environment, mixable, samples, count);
            Act(environment, samples, begin, feasible);
        }

        return samples;
    }

    /// <summary>Frees the environment kept for the next call.</summary>
    public void Dispose() => _environments.Dispose();

    private void MixStates(IMixable mixable, Rollout rollout, RandomKey key, int begin, int count)
    {
        int size = mixable.StateSize;
        ConstMatrix visited = rollout.States;
        Span<Real> first = _states.AsSpan(Block * size, size);
        Span<Real> second = _states.AsSpan((Block + 1) * size, size);
        for (int i = 0; i < count; i++)
        {
            ulong draw = 2 * (ulong)(begin + i);
            _pairs[i] = (key.Integer(draw, rollout.Samples), key.Integer(draw + 1, rollout.Samples));
            for (int s = 0; s < size; s++)
            {
                first[s] = visited[s, _pairs[i].First];
                second[s] = visited[s, _pairs[i].Second];
            }

            mixable.Mix(first, second, _lambda[i], _states.AsSpan(i * size, size));
        }
    }

    /// <summary>Restores all copies of a block and lists the feasible ones; their observations go to the samples.</summary>
    private int Restore(IEnvironment environment, IMixable mixable, MixedSamples samples, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _copies[i] = i;
        }

        mixable.Restore(_copies.AsSpan(0, count), _states.AsSpan(0, count * mixable.StateSize), _observationRows, _feasible);
        Matrix observations = samples.ObservationStore;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (!_feasible[i])
            {
                continue;
            }

            RequireFinite(environment, i, [], _observationRows.AsSpan(i * _spec.ObservationSize, _spec.ObservationSize), []);
            for (int o = 0; o < _spec.ObservationSize; o++)
            {
                observations[o, samples.Count + kept] = _observationRows[(i * _spec.ObservationSize) + o];
            }

            _copies[kept++] = i;
        }

        return kept;
    }

    private void Act(IEnvironment environment, MixedSamples samples, int begin, int count)
    {
        if (count == 0)
        {
            return;
        }

        int column = samples.Count;
        int actionSize = _spec.ActionSize;
        Matrix observations = samples.ObservationStore;
        Matrix actions = new(_actions.Span, actionSize, count, AlignedBuffer.PaddedStride(count));
        for (int i = 0; i < count; i++)
        {
            for (int a = 0; a < actionSize; a++)
            {
                actions[a, i] = _noise[(_copies[i] * actionSize) + a];
                samples.NoiseStore[a, column + i] = actions[a, i];
            }
        }

        _actor.Act(new ConstMatrix(observations.Data[column..], observations.Rows, count, observations.Stride), actions, actions);
        for (int i = 0; i < count; i++)
        {
            for (int a = 0; a < actionSize; a++)
            {
                samples.ActionStore[a, column + i] = actions[a, i];
                _actionRows[(i * actionSize) + a] = actions[a, i];
            }
        }

        environment.Step(_copies.AsSpan(0, count), _actionRows.AsSpan(0, count * actionSize), new StepResult
        {
            Observations = _nextRows,
            Rewards = _rewards,
            Terminated = _terminated,
            Truncated = _truncated,
            Succeeded = _succeeded,
        });

        Matrix next = samples.NextObservationStore;
        for (int i = 0; i < count; i++)
        {
            for (int o = 0; o < next.Rows; o++)
            {
                next[o, column + i] = _nextRows[(i * next.Rows) + o];
            }

            int copy = _copies[i];
            RequireFinite(
                environment, copy, _actionRows.AsSpan(i * actionSize, actionSize),
                _nextRows.AsSpan(i * _spec.ObservationSize, _spec.ObservationSize), _rewards.AsSpan(i, 1));
            samples.Add(begin + copy, _pairs[copy], _lambda[copy], (_rewards[i], _terminated[i]));
        }
    }

    /// <summary>Refuses numbers that are not finite in a mixed state, or after the step from there.</summary>
    private void RequireFinite(
        IEnvironment environment, int copy, ReadOnlySpan<Real> action, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward)
    {
        if (FiniteOutcomes.BrokenRow(action, observation, reward, 1) >= 0)
        {
            string state = $"the state mixed of samples {_pairs[copy].First} and {_pairs[copy].Second}";
            throw FiniteOutcomes.Failure(
                environment, reward.IsEmpty ? state : $"the step from {state}", observation, reward.IsEmpty ? null : reward[0]);
        }
    }
}
