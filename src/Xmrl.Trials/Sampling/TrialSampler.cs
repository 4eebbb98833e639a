using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Sampling;

/// <summary>Runs trials of one or several tasks in lock-step: the memory goes on from one trajectory into the next, and a trial whose
/// trajectory ends begins the next one by itself. One per worker.</summary>
/// <remarks>What a trial does depends on its segment's key, its number there and the parameters, not on its neighbours.</remarks>
internal sealed class TrialSampler : IDisposable
{
    private readonly IEnvironmentFamily _family;
    private readonly EnvironmentSpec _spec;
    private readonly ITrialPolicy _policy;
    private readonly ITrialPlayer _player;
    private readonly List<CachedEnvironment> _environments = [];
    private IPolicyActor? _actor;
    private AlignedBuffer _inputs = new(0);
    private AlignedBuffer _actions = new(0);
    private AlignedBuffer _encoded = new(0);
    private Real[] _noise = [];
    private Real[] _observations = [];
    private Copy[] _copies = [];
    private Step _step = new(0, 1, 1);

    /// <summary>Builds a sampler.</summary>
    /// <param name="family">The environment.</param>
    /// <param name="policy">The policy with memory, of the sizes of the environment.</param>
    public TrialSampler(IEnvironmentFamily family, ITrialPolicy policy)
    {
        _family = family;
        _spec = family.Spec;
        _policy = policy;
        _player = policy.CreatePlayer();
    }

    /// <summary>What the environments' physics engine did so far; zero without one.</summary>
    public EngineUse EngineUse
    {
        get
        {
            EngineUse use = default;
            foreach (CachedEnvironment environment in _environments)
            {
                use += environment.EngineUse;
            }

            return use;
        }
    }

    /// <summary>Continues trials by a number of trajectories.</summary>
    /// <param name="segments">The tasks, whose trials come one after another in the state.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="state">The trials, which go on from here.</param>
    /// <param name="request">Trajectories per trial, and whether mean actions are executed; its key is not read.</param>
    /// <returns>One rollout per segment: trajectory j·E + e is the e-th of trial j.</returns>
    /// <exception cref="InvalidOperationException">The environment breaks its contract: an episode runs past the horizon, or an
    /// observation or reward is not finite though the action was.</exception>
    public Rollout[] Run(
        IReadOnlyList<TrialSegment> segments, ReadOnlySpan<Real> parameters, TrialState state, RolloutRequest request)
    {
        int trajectories = request.Trajectories;
        Begin(segments, state, parameters);
        var rollouts = new Rollout[segments.Count];
        for (int s = 0; s < rollouts.Length; s++)
        {
            rollouts[s] = new Rollout();
            rollouts[s].Prepare(segments[s].Task, _spec, segments[s].Count * trajectories, 0);
            rollouts[s].Buffers.Returns.Clear();
        }

        var run = new Batch(segments, state, rollouts, request);
        for (int copy = 0; copy < state.Trials; copy++)
        {
            _copies[copy] = _copies[copy] with { Running = true, Done = 0 };
            Reset(run, copy);
        }

        for (int running = state.Trials; running > 0;)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            Act(run);
            running = Advance(run);
        }

        foreach (Rollout rollout in rollouts)
        {
            rollout.Pack(_spec.Horizon);
        }

        return rollouts;
    }

    /// <summary>Frees the environments kept for the next call.</summary>
    public void Dispose()
    {
        foreach (CachedEnvironment environment in _environments)
        {
            environment.Dispose();
        }
    }

    private void Begin(IReadOnlyList<TrialSegment> segments, TrialState state, ReadOnlySpan<Real> parameters)
    {
        int trials = state.Trials;
        int stride = AlignedBuffer.PaddedStride(trials);
        if (_copies.Length < trials)
        {
            _actor = _policy.Head.CreateActor(trials);
            _inputs = new AlignedBuffer(_policy.InputSize * stride);
            _actions = new AlignedBuffer(_spec.ActionSize * stride);
            _encoded = new AlignedBuffer(_policy.Head.EncodedActionSize * stride);
            _noise = new Real[trials * _spec.Horizon * _spec.ActionSize];
            _observations = new Real[trials * _spec.ObservationSize];
            _copies = new Copy[trials];
            _step = new Step(trials, _spec.ObservationSize, _spec.ActionSize);
        }

        int copy = 0;
        for (int s = 0; s < segments.Count; s++)
        {
            if (_environments.Count == s)
            {
                _environments.Add(new CachedEnvironment(_family));
            }

            for (int c = 0; c < segments[s].Count; c++)
            {
                _copies[copy++] = new Copy(s, c);
            }
        }

        if (copy != trials)
        {
            throw new ArgumentException($"The segments have {copy} trials; the state has {trials}.", nameof(segments));
        }

        _player.Load(parameters);
        _actor!.Load(parameters[_policy.HeadOffset..]);
    }

    private IEnvironment Environment(Batch run, int segment)
        => _environments[segment].Get(run.Segments[segment].Task, run.Segments[segment].Count);

    /// <summary>Begins the next trajectory of a copy.</summary>
    private void Reset(Batch run, int copy)
    {
        (int segment, int own) = (_copies[copy].Segment, _copies[copy].Number);
        int trajectory = run.State.Trajectory[copy];
        RandomKey key = run.Segments[segment].Key;
        Environment(run, segment).Reset(
            [own], key.Derive(RandomPurpose.Reset).Derive(trajectory),
            _observations.AsSpan(copy * _spec.ObservationSize, _spec.ObservationSize));
        _copies[copy].Time = 0;
        _player.BeginTrajectory(
            run.State.Memory, copy, key.Derive(RandomPurpose.MemorySampling).Derive(own).Derive(trajectory));
        RequireFinite(run, copy, [], _observations.AsSpan(copy * _spec.ObservationSize, _spec.ObservationSize), []);
        if (!run.Request.MeanActions)
        {
            int length = _spec.Horizon * _spec.ActionSize;
            _policy.Head.FillNoise(
                key.Derive(RandomPurpose.Action).Derive(own).Derive(trajectory), 0, _noise.AsSpan(copy * length, length));
        }
    }

    /// <summary>One step of the memory and one action per trial; what has ended goes along and is not read.</summary>
    private void Act(Batch run)
    {
        TrialState state = run.State;
        int trials = state.Trials;
        int stride = AlignedBuffer.PaddedStride(trials);
        int told = _policy.Head.EncodedActionSize + 1;
        Matrix inputs = new(_inputs.Span, _policy.InputSize, trials, stride);
        for (int copy = 0; copy < trials; copy++)
        {
            TrialInputs.Fill(
                inputs, copy, _observations.AsSpan(copy * _spec.ObservationSize, _spec.ObservationSize),
                state.Last.AsSpan(copy * told, told), _copies[copy].Time == 0 && state.Trajectory[copy] > 0);
        }

        _policy.Normalize(inputs, inputs);
        Matrix seen = _player.See(state.Memory, inputs);
        Matrix actions = new(_actions.Span, _spec.ActionSize, trials, stride);
        if (run.Request.MeanActions)
        {
            _actor!.Mode(seen, actions);
        }
        else
        {
            for (int a = 0; a < _spec.ActionSize; a++)
            {
                for (int copy = 0; copy < trials; copy++)
                {
                    int step = (copy * _spec.Horizon) + Math.Min(_copies[copy].Time, _spec.Horizon - 1);
                    actions[a, copy] = _noise[(step * _spec.ActionSize) + a];
                }
            }

            _actor!.Act(seen, actions, actions);
        }

        _policy.Head.EncodeActions(actions, new Matrix(_encoded.Span, _policy.Head.EncodedActionSize, trials, stride));
    }

    /// <summary>Steps the environments of all running copies and records what came of it.</summary>
    /// <returns>How many go on.</returns>
    private int Advance(Batch run)
    {
        int running = 0;
        int first = 0;
        for (int s = 0; s < run.Segments.Count; s++)
        {
            int count = 0;
            for (int copy = first; copy < first + run.Segments[s].Count; copy++)
            {
                if (_copies[copy].Running)
                {
                    _step.Copies[count] = _copies[copy].Number;
                    for (int a = 0; a < _spec.ActionSize; a++)
                    {
                        _step.Actions[(count * _spec.ActionSize) + a] = Action(run, a, copy);
                    }

                    count++;
                }
            }

            if (count > 0)
            {
                Environment(run, s).Step(
                    _step.Copies.AsSpan(0, count), _step.Actions.AsSpan(0, count * _spec.ActionSize), _step.Result);
            }

            for (int i = 0; i < count; i++)
            {
                RequireFinite(
                    run, first + _step.Copies[i], _step.Actions.AsSpan(i * _spec.ActionSize, _spec.ActionSize),
                    _step.Observations.AsSpan(i * _spec.ObservationSize, _spec.ObservationSize), _step.Rewards.AsSpan(i, 1));
                running += Record(run, first + _step.Copies[i], i) ? 1 : 0;
            }

            first += run.Segments[s].Count;
        }

        return running;
    }

    /// <summary>Refuses numbers that are not finite after the step of one copy, or after its reset.</summary>
    private void RequireFinite(
        Batch run, int copy, ReadOnlySpan<Real> actions, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward)
    {
        if (FiniteOutcomes.BrokenRow(actions, observation, reward, 1) >= 0)
        {
            int trajectory = run.State.Trajectory[copy];
            string trial = $"trial {_copies[copy].Number}, {(reward.IsEmpty ? $"start of episode {trajectory}" : $"episode {trajectory}")}";
            throw FiniteOutcomes.Failure(
                Environment(run, _copies[copy].Segment), reward.IsEmpty ? trial : $"{trial}, step {_copies[copy].Time + 1}", observation,
                reward.IsEmpty ? null : reward[0]);
        }
    }

    private Real Action(Batch run, int a, int copy)
        => _actions.Span[(a * AlignedBuffer.PaddedStride(run.State.Trials)) + copy];

    /// <summary>Whether the copy goes on.</summary>
    private bool Record(Batch run, int copy, int row)
    {
        TrialState state = run.State;
        ref Copy own = ref _copies[copy];
        int trajectory = (own.Number * run.Request.Trajectories) + own.Done;
        RolloutBuffers buffers = run.Rollouts[own.Segment].Buffers;
        int column = (trajectory * _spec.Horizon) + own.Time;
        Span<Real> observation = _observations.AsSpan(copy * _spec.ObservationSize, _spec.ObservationSize);
        for (int o = 0; o < observation.Length; o++)
        {
            buffers.Observations[(o * buffers.Stride) + column] = observation[o];
        }

        for (int a = 0; a < _spec.ActionSize; a++)
        {
            buffers.Actions[(a * buffers.Stride) + column] = Action(run, a, copy);
        }

        Real reward = _step.Rewards[row];
        buffers.Rewards[column] = reward;
        buffers.Returns[trajectory] += reward;
        Remember(state, copy, reward);
        Span<Real> next = _step.Observations.AsSpan(row * _spec.ObservationSize, _spec.ObservationSize);
        own.Time++;
        if (!_step.Terminated[row] && !_step.Truncated[row])
        {
            next.CopyTo(observation);
            return own.Time < _spec.Horizon ? true : throw new InvalidOperationException(
                $"'{_spec.Id}' did not end an episode within its horizon of {_spec.Horizon} steps.");
        }

        buffers.Lengths[trajectory] = own.Time;
        buffers.Terminated[trajectory] = _step.Terminated[row];
        buffers.Succeeded[trajectory] = _step.Succeeded[row];
        for (int o = 0; o < next.Length; o++)
        {
            buffers.FinalObservations[(o * buffers.FinalStride) + trajectory] = next[o];
        }

        own.Done++;
        state.Trajectory[copy]++;
        own.Running = own.Done < run.Request.Trajectories;
        if (own.Running)
        {
            Reset(run, copy);
        }

        return own.Running;
    }

    /// <summary>Memory, action and reward of the step that was taken.</summary>
    private void Remember(TrialState state, int copy, Real reward)
    {
        _player.Keep(state.Memory, copy);
        int encoded = _policy.Head.EncodedActionSize;
        int stride = AlignedBuffer.PaddedStride(state.Trials);
        for (int a = 0; a < encoded; a++)
        {
            state.Last[(copy * (encoded + 1)) + a] = _encoded.Span[(a * stride) + copy];
        }

        state.Last[(copy * (encoded + 1)) + encoded] = reward;
    }

    /// <summary>One trial that runs: where it belongs, and how far it is.</summary>
    private record struct Copy(int Segment, int Number)
    {
        public int Time { get; set; }

        public int Done { get; set; }

        public bool Running { get; set; }
    }

    private sealed record Batch(IReadOnlyList<TrialSegment> Segments, TrialState State, Rollout[] Rollouts, RolloutRequest Request);

    /// <summary>Arguments and results of one call of an environment.</summary>
    private sealed class Step(int copies, int observationSize, int actionSize)
    {
        public int[] Copies { get; } = new int[copies];

        public Real[] Actions { get; } = new Real[copies * actionSize];

        public Real[] Observations { get; } = new Real[copies * observationSize];

        public Real[] Rewards { get; } = new Real[copies];

        public bool[] Terminated { get; } = new bool[copies];

        public bool[] Truncated { get; } = new bool[copies];

        public bool[] Succeeded { get; } = new bool[copies];

        public StepResult Result => new()
        {
            Observations = Observations,
            Rewards = Rewards,
            Terminated = Terminated,
            Truncated = Truncated,
            Succeeded = Succeeded,
        };
    }
}
