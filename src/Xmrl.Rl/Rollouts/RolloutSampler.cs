using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Rollouts;

/// <summary>Samples rollouts: all trajectories of a rollout step together, one matrix product per layer and step; ended ones drop
/// out.</summary>
/// <remarks>
/// One per worker; not safe for concurrent calls. Trajectory j resets from <c>Key.Derive(Reset)</c>, copy j, and draws the noise of step t,
/// component a, as number t·A + a of
/// <c>Key.Derive(Action).Derive(j)</c>: its bits do not depend on the number of trajectories beside it. A step allocates no managed memory.
/// </remarks>
public sealed class RolloutSampler : IDisposable
{
    private readonly IPolicy _policy;
    private readonly EnvironmentSpec _spec;
    private readonly CachedEnvironment _environments;
    private IPolicyActor? _actor;
    private AlignedBuffer _inputs = new(0);
    private AlignedBuffer _actions = new(0);
    private Real[] _noise = [];
    private Real[] _observationRows = [];
    private Real[] _nextRows = [];
    private Real[] _actionRows = [];
    private Real[] _stateRows = [];
    private Real[] _rewards = [];
    private bool[] _terminated = [];
    private bool[] _truncated = [];
    private bool[] _succeeded = [];
    private int[] _active = [];

    /// <summary>Builds a sampler.</summary>
    /// <param name="family">The environment.</param>
    /// <param name="policy">The policy; its sizes must be those of the environment.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public RolloutSampler(IEnvironmentFamily family, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(policy);
        PolicyFit.Check(family.Spec, policy);
        _policy = policy;
        _spec = family.Spec;
        _environments = new CachedEnvironment(family);
    }

    /// <summary>What the environments' physics engine did so far; zero without one.</summary>
    public EngineUse EngineUse => _environments.EngineUse;

    /// <summary>Samples into new memory.</summary>
    /// <param name="task">The task.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="request">How many trajectories, from which key.</param>
    /// <returns>A rollout that belongs to the caller.</returns>
    /// <exception cref="ArgumentException">The task or the length of θ is wrong.</exception>
    public Rollout Sample(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest request)
    {
        Rollout rollout = new();
        Sample(task, parameters, request, rollout);
        return rollout;
    }

    /// <summary>Samples into the memory of an earlier rollout, which is overwritten; allocates only where it must grow.</summary>
    /// <param name="task">The task.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="request">How many trajectories, from which key.</param>
    /// <param name="rollout">Receives the rollout.</param>
    /// <exception cref="ArgumentException">The task or the length of θ is wrong.</exception>
    /// <exception cref="InvalidOperationException">The environment breaks its contract: an episode runs past the horizon, or an
    /// observation or reward is not finite though the action was.</exception>
    public void Sample(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest request, Rollout rollout)
    {
        Begin(task, request, rollout);
        Fill(task, parameters, request, rollout, 0, request.Trajectories);
        End(rollout);
    }

    /// <summary>Makes room for a rollout whose trajectories are then sampled in parts, by <see cref="Fill"/>, and packed by
    /// <see cref="End"/>: the same as one <see cref="Sample(MdpTask, ReadOnlySpan{Real}, RolloutRequest, Rollout)"/>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="request">How many trajectories in all, from which key.</param>
    /// <param name="rollout">Made ready; what it held is lost.</param>
    /// <exception cref="ArgumentException">The task is not of the family.</exception>
    public void Begin(MdpTask task, RolloutRequest request, Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rollout);
        rollout.Prepare(task, _spec, request.Trajectories, Mixable(task, request)?.StateSize ?? 0);
    }

    /// <summary>Samples some of a rollout's trajectories. Several samplers of one family and policy may fill disjoint parts of one rollout
    /// at the same time.</summary>
    /// <param name="task">The task of <see cref="Begin"/>.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="request">The request of <see cref="Begin"/>.</param>
    /// <param name="rollout">Receives the trajectories.</param>
    /// <param name="first">The first of them, ≥ 0.</param>
    /// <param name="count">Their number, ≥ 1; first + count ≤ the request's trajectories.</param>
    /// <exception cref="ArgumentException">The length of θ is wrong, or the trajectories are not those of the request.</exception>
    /// <exception cref="InvalidOperationException">The environment breaks its contract: an episode runs past the horizon, or an
    /// observation or reward is not finite though the action was.</exception>
    public void Fill(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest request, Rollout rollout, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, request.Trajectories, nameof(count));
        IEnvironment environment = _environments.Get(task, request.Trajectories);
        IMixable? mixable = Mixable(task, request);
        int stateSize = mixable?.StateSize ?? 0;
        EnsureCapacity(request.Trajectories, stateSize);
        _actor!.Load(parameters);
        DrawNoise(request, first, count);
        RolloutBuffers buffers = rollout.Buffers;
        buffers.Returns.Slice(first, count).Clear();

        for (int i = 0; i < count; i++)
        {
            _active[i] = first + i;
        }

        environment.Reset(_active.AsSpan(0, count), request.Key.Derive(RandomPurpose.Reset), _observationRows);
        RequireFinite(environment, [], _observationRows, [], count, 0);
        int running = count;
        for (int t = 0; running > 0; t++)
        {
            if (t == _spec.Horizon)
            {
                throw new InvalidOperationException(
                    $"'{_spec.Id}' did not end {running} episodes within its horizon of {_spec.Horizon} steps.");
            }

            request.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> active = _active.AsSpan(0, running);
            if (mixable is not null)
            {
                mixable.ReadStates(active, _stateRows);
                ScatterStates(active, t, stateSize, buffers);
            }

            Act(active, t, request.MeanActions, buffers);
            environment.Step(active, _actionRows.AsSpan(0, running * _spec.ActionSize), new StepResult
            {
                Observations = _nextRows,
                Rewards = _rewards,
                Terminated = _terminated,
                Truncated = _truncated,
                Succeeded = _succeeded,
            });
            RequireFinite(environment, _actionRows.AsSpan(0, running * _spec.ActionSize), _nextRows, _rewards, running, t + 1);
            running = Record(running, t, buffers);
        }
    }

    /// <summary>Packs a rollout whose trajectories have all been sampled.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <exception cref="InvalidOperationException">A trajectory is missing.</exception>
    public void End(Rollout rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        rollout.Pack(_spec.Horizon);
    }

    /// <summary>Frees the environment kept for the next call.</summary>
    public void Dispose() => _environments.Dispose();

    /// <summary>Refuses numbers that are not finite after a step, or after the reset as step 0.</summary>
    private void RequireFinite(
        IEnvironment environment, ReadOnlySpan<Real> actions, Real[] observations, Real[] rewards, int rows, int step)
    {
        int size = _spec.ObservationSize;
        int row = FiniteOutcomes.BrokenRow(actions, observations.AsSpan(0, rows * size), rewards.AsSpan(0, step == 0 ? 0 : rows), rows);
        if (row >= 0)
        {
            string place = step == 0 ? $"start of episode {_active[row]}" : $"episode {_active[row]}, step {step}";
            throw FiniteOutcomes.Failure(environment, place, observations.AsSpan(row * size, size), step == 0 ? null : rewards[row]);
        }
    }

    private IMixable? Mixable(MdpTask task, RolloutRequest request)
        => request.RecordStates ? _environments.Get(task, request.Trajectories) as IMixable : null;

    private void EnsureCapacity(int trajectories, int stateSize)
    {
        if (_stateRows.Length < trajectories * stateSize)
        {
            _stateRows = new Real[trajectories * stateSize];
        }

        if (_actor is not null && _actor.Capacity >= trajectories)
        {
            return;
        }

        int stride = AlignedBuffer.PaddedStride(trajectories);
        _actor = _policy.CreateActor(trajectories);
        _inputs = new AlignedBuffer(_spec.ObservationSize * stride);
        _actions = new AlignedBuffer(_spec.ActionSize * stride);
        _noise = new Real[checked(trajectories * _spec.Horizon * _spec.ActionSize)];
        _observationRows = new Real[trajectories * _spec.ObservationSize];
        _nextRows = new Real[trajectories * _spec.ObservationSize];
        _actionRows = new Real[trajectories * _spec.ActionSize];
        _rewards = new Real[trajectories];
        _terminated = new bool[trajectories];
        _truncated = new bool[trajectories];
        _succeeded = new bool[trajectories];
        _active = new int[trajectories];
    }

    /// <summary>Fills the noise of the given trajectories, [N, H, A].</summary>
    private void DrawNoise(RolloutRequest request, int first, int count)
    {
        int length = _spec.Horizon * _spec.ActionSize;
        if (request.MeanActions)
        {
            return;
        }

        RandomKey key = request.Key.Derive(RandomPurpose.Action);
        for (int j = first; j < first + count; j++)
        {
            _policy.FillNoise(key.Derive((ulong)j), 0, _noise.AsSpan(j * length, length));
        }
    }

    private void ScatterStates(ReadOnlySpan<int> active, int t, int stateSize, RolloutBuffers buffers)
    {
        for (int i = 0; i < active.Length; i++)
        {
            int column = (active[i] * _spec.Horizon) + t;
            for (int s = 0; s < stateSize; s++)
            {
                buffers.States[(s * buffers.Stride) + column] = _stateRows[(i * stateSize) + s];
            }
        }
    }

    /// <summary>Records the observations, evaluates the policy, draws and records the actions of one step.</summary>
    private void Act(ReadOnlySpan<int> active, int t, bool isMode, RolloutBuffers buffers)
    {
        int horizon = _spec.Horizon;
        int observationSize = _spec.ObservationSize;
        int actionSize = _spec.ActionSize;
        int count = active.Length;
        int stride = AlignedBuffer.PaddedStride(count);

        Span<Real> inputs = _inputs.Span;
        for (int o = 0; o < observationSize; o++)
        {
            Span<Real> input = inputs.Slice(o * stride, count);
            Span<Real> recorded = buffers.Observations[(o * buffers.Stride)..];
            for (int i = 0; i < input.Length; i++)
            {
                Real value = _observationRows[(i * observationSize) + o];
                input[i] = value;
                recorded[(active[i] * horizon) + t] = value;
            }
        }

        ConstMatrix observations = new(inputs, observationSize, count, stride);
        Matrix actions = new(_actions.Span, actionSize, count, stride);
        if (isMode)
        {
            _actor!.Mode(observations, actions);
        }
        else
        {
            for (int a = 0; a < actionSize; a++)
            {
                Span<Real> noise = actions.Row(a);
                for (int i = 0; i < noise.Length; i++)
                {
                    noise[i] = _noise[(((active[i] * horizon) + t) * actionSize) + a];
                }
            }

            _actor!.Act(observations, actions, actions);
        }

        for (int a = 0; a < actionSize; a++)
        {
            ReadOnlySpan<Real> drawn = actions.Row(a);
            Span<Real> recorded = buffers.Actions[(a * buffers.Stride)..];
            for (int i = 0; i < drawn.Length; i++)
            {
                _actionRows[(i * actionSize) + a] = drawn[i];
                recorded[(active[i] * horizon) + t] = drawn[i];
            }
        }
    }

    /// <summary>Records the outcome of one step and closes the ranks of the trajectories that go on.</summary>
    /// <returns>Their number.</returns>
    private int Record(int running, int t, RolloutBuffers buffers)
    {
        int observationSize = _spec.ObservationSize;
        int kept = 0;
        for (int i = 0; i < running; i++)
        {
            int trajectory = _active[i];
            buffers.Rewards[(trajectory * _spec.Horizon) + t] = _rewards[i];
            buffers.Returns[trajectory] += _rewards[i];
            ReadOnlySpan<Real> next = _nextRows.AsSpan(i * observationSize, observationSize);
            if (_terminated[i] || _truncated[i])
            {
                buffers.Lengths[trajectory] = t + 1;
                buffers.Terminated[trajectory] = _terminated[i];
                buffers.Succeeded[trajectory] = _succeeded[i];
                for (int o = 0; o < next.Length; o++)
                {
                    buffers.FinalObservations[(o * buffers.FinalStride) + trajectory] = next[o];
                }
            }
            else
            {
                _active[kept] = trajectory;
                if (kept != i)
                {
                    next.CopyTo(_nextRows.AsSpan(kept * observationSize));
                }

                kept++;
            }
        }

        (_observationRows, _nextRows) = (_nextRows, _observationRows);
        return kept;
    }
}
