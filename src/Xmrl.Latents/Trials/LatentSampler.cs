using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Context;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Trials;

/// <summary>Plays trials of one or several tasks in lock-step: the memory goes on from one trajectory into the next, the encoder tells the
/// policy what it infers. One per worker.</summary>
/// <remarks>What a trial does depends on its segment's key, its number there and the parameters, not on its neighbours.</remarks>
internal sealed class LatentSampler : IDisposable
{
    private readonly IEnvironmentFamily _family;
    private readonly EnvironmentSpec _spec;
    private readonly LatentNetworks _networks;
    private readonly GruPolicy _recurrent;
    private readonly GruWindow _window;
    private readonly Belief _belief;
    private readonly VirtualRewards? _virtual;
    private readonly Normalization _normalization;
    private readonly List<CachedEnvironment> _environments = [];
    private IPolicyActor? _actor;
    private SamplerBuffers _buffers;

    /// <summary>Builds a sampler.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="networks">The networks, of the sizes of the environment.</param>
    /// <param name="decoders">Decoders that make up virtual rewards; null where none are wanted.</param>
    public LatentSampler(IEnvironmentFamily family, LatentNetworks networks, DecoderProgram? decoders)
    {
        (_family, _spec, _networks, _recurrent) = (family, family.Spec, networks, networks.Recurrent.Policy);
        _window = new GruWindow(networks.Recurrent);
        _belief = new Belief(networks);
        _virtual = decoders is null ? null : new VirtualRewards(networks, decoders);
        _normalization = new Normalization(_spec);
        _buffers = new SamplerBuffers(networks, 0);
    }

    /// <summary>What the environments' physics engine did so far; zero without one.</summary>
    public EngineUse EngineUse => _environments.Aggregate(default(EngineUse), (use, environment) => use + environment.EngineUse);

    /// <summary>Continues trials by a number of trajectories.</summary>
    /// <param name="segments">The tasks, whose trials come one after another in the state.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="state">The trials, which go on from here.</param>
    /// <param name="request">Trajectories per trial, and whether mean actions are executed; its key is not read.</param>
    /// <param name="concentrations">α of the virtual tasks' mixtures, shape [K]; empty for the environment's own rewards.</param>
    /// <returns>The trials, in the order of the state.</returns>
    /// <exception cref="InvalidOperationException">The environment breaks its contract: an episode runs past the horizon, or an
    /// observation or reward is not finite though the action was.</exception>
    public LatentTrial[] Run(
        IReadOnlyList<TrialSegment> segments, ReadOnlySpan<Real> parameters, TrialState state, RolloutRequest request,
        ReadOnlySpan<double> concentrations)
    {
        int trials = state.Trials;
        Begin(segments, parameters, trials);
        var copies = new Copy[trials];
        var shares = new Real[concentrations.Length];
        for (int s = 0, next = 0; s < segments.Count; s++)
        {
            for (int number = 0; number < segments[s].Count; number++, next++)
            {
                copies[next] = new Copy(s, number, new LatentTrial(_spec, _networks.FeatureSize, request.Trajectories));
                if (!concentrations.IsEmpty)
                {
                    RandomKey own = segments[s].Key.Derive(RandomPurpose.VirtualTasks).Derive(number);
                    Draws.Dirichlet(own, concentrations, shares);
                    _buffers.SetMixture(next, shares);
                }
            }
        }

        var run = new Play(segments, copies, state, request, !concentrations.IsEmpty);
        for (int copy = 0; copy < trials; copy++)
        {
            Reset(run, copy);
        }

        for (int running = trials; running > 0;)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            Act(run, parameters);
            running = Advance(run, parameters);
        }

        return [.. copies.Select(copy => copy.Trial)];
    }

    /// <summary>Frees the environments kept for the next call.</summary>
    public void Dispose()
    {
        foreach (CachedEnvironment environment in _environments)
        {
            environment.Dispose();
        }
    }

    private void Begin(IReadOnlyList<TrialSegment> segments, ReadOnlySpan<Real> parameters, int trials)
    {
        if (segments.Sum(segment => segment.Count) != trials)
        {
            throw new ArgumentException(
                $"The segments have {segments.Sum(segment => segment.Count)} trials; the state has {trials}.", nameof(segments));
        }

        while (_environments.Count < segments.Count)
        {
            _environments.Add(new CachedEnvironment(_family));
        }

        if (_buffers.Trials != trials)
        {
            _buffers = new SamplerBuffers(_networks, trials);
            _actor = _networks.Policy.CreateActor(trials);
        }

        _window.Load(parameters[.._networks.RecurrentLength]);
        _belief.Load(parameters);
        _actor!.Load(parameters[_networks.PolicyOffset.._networks.PolicyEnd]);
    }

    private IEnvironment Environment(Play run, int segment)
        => _environments[segment].Get(run.Segments[segment].Task, run.Segments[segment].Count);

    /// <summary>Begins the next trajectory of a copy.</summary>
    private void Reset(Play run, int copy)
    {
        Copy own = run.Copies[copy];
        int trajectory = run.State.Trajectory[copy];
        RandomKey key = run.Segments[own.Segment].Key;
        Environment(run, own.Segment).Reset(
            [own.Number], key.Derive(RandomPurpose.Reset).Derive(trajectory), _buffers.Observation(copy));
        own.Time = 0;
        RequireFinite(run, copy, [], _buffers.Observation(copy), []);
        if (!run.Request.MeanActions)
        {
            _networks.Policy.FillNoise(
                key.Derive(RandomPurpose.Action).Derive(own.Number).Derive(trajectory), 0, _buffers.ActionNoise(copy));
        }
    }

    /// <summary>One step of the memory and one action per trial; what has ended goes along and is not read.</summary>
    private void Act(Play run, ReadOnlySpan<Real> parameters)
    {
        TrialState state = run.State;
        int told = _networks.Policy.EncodedActionSize + 1;
        Matrix inputs = _buffers.Inputs;
        Matrix features = _buffers.Features;
        for (int copy = 0; copy < state.Trials; copy++)
        {
            bool isStart = run.Copies[copy].Time == 0 && state.Trajectory[copy] > 0;
            TrialInputs.Fill(inputs, copy, _buffers.Observation(copy), state.Last.AsSpan(copy * told, told), isStart);
            _normalization.Apply(_buffers.Observation(copy), _buffers.Normalized);
            for (int i = 0; i < _spec.ObservationSize; i++)
            {
                features[i, copy] = _buffers.Normalized[i];
            }
        }

        _recurrent.Body.Normalize(inputs, inputs);
        _window.Begin(state.Trials, 1);
        ((ConstMatrix)MemoryOf(state)).CopyTo(_window.Start);
        _window.Forward(inputs);
        _belief.Of(_window.End, _buffers.Inferred);
        FeatureNormalizer.Apply(_networks, parameters, features, _buffers.Seen);
        Matrix actions = _buffers.Actions;
        if (run.Request.MeanActions)
        {
            _actor!.Mode(_buffers.Seen, actions);
        }
        else
        {
            for (int copy = 0; copy < state.Trials; copy++)
            {
                int step = Math.Min(run.Copies[copy].Time, _spec.Horizon - 1);
                for (int a = 0; a < _spec.ActionSize; a++)
                {
                    actions[a, copy] = _buffers.ActionNoise(copy)[(step * _spec.ActionSize) + a];
                }
            }

            _actor!.Act(_buffers.Seen, actions, actions);
        }

        _networks.Policy.EncodeActions(actions, _buffers.Encoded);
    }

    /// <summary>Steps the environments of all running copies and records what came of it.</summary>
    /// <returns>How many go on.</returns>
    private int Advance(Play run, ReadOnlySpan<Real> parameters)
    {
        var outcomes = new Outcome?[run.Copies.Length];
        for (int s = 0, first = 0; s < run.Segments.Count; first += run.Segments[s].Count, s++)
        {
            Step(run, s, first, outcomes);
        }

        if (run.IsVirtual)
        {
            MakeUp(run, parameters);
        }

        int running = 0;
        for (int copy = 0; copy < outcomes.Length; copy++)
        {
            running += outcomes[copy] is { } outcome && Record(run, copy, outcome) ? 1 : 0;
        }

        return running;
    }

    private void Step(Play run, int segment, int first, Outcome?[] outcomes)
    {
        int[] chosen =
        [
            .. Enumerable.Range(first, run.Segments[segment].Count)
                .Where(copy => run.Copies[copy].Trial.Ended < run.Request.Trajectories),
        ];
        if (chosen.Length == 0)
        {
            return;
        }

        StepBuffers step = _buffers.Step;
        for (int i = 0; i < chosen.Length; i++)
        {
            step.Copies[i] = run.Copies[chosen[i]].Number;
            for (int a = 0; a < _spec.ActionSize; a++)
            {
                step.Actions[(i * _spec.ActionSize) + a] = _buffers.Actions[a, chosen[i]];
            }
        }

        Environment(run, segment).Step(
            step.Copies.AsSpan(0, chosen.Length), step.Actions.AsSpan(0, chosen.Length * _spec.ActionSize), step.Result);
        for (int i = 0; i < chosen.Length; i++)
        {
            Span<Real> next = step.Observations.AsSpan(i * _spec.ObservationSize, _spec.ObservationSize);
            RequireFinite(
                run, chosen[i], step.Actions.AsSpan(i * _spec.ActionSize, _spec.ActionSize), next, step.Rewards.AsSpan(i, 1));
            next.CopyTo(_buffers.Next(chosen[i]));
            outcomes[chosen[i]] = new Outcome(step.Rewards[i], step.Terminated[i], step.Truncated[i], step.Succeeded[i]);
        }
    }

    /// <summary>Virtual rewards of all copies.</summary>
    private void MakeUp(Play run, ReadOnlySpan<Real> parameters)
    {
        Matrix states = _buffers.VirtualStates;
        Matrix next = _buffers.VirtualNext;
        Matrix noise = _buffers.VirtualNoise;
        var draws = new Real[noise.Rows];
        for (int copy = 0; copy < run.Copies.Length; copy++)
        {
            Copy own = run.Copies[copy];
            run.Segments[own.Segment].Key.Derive(RandomPurpose.LatentNoise).Derive(own.Number).Derive(run.State.Trajectory[copy])
                .Derive(own.Time).FillNormal(0, draws);
            for (int i = 0; i < draws.Length; i++)
            {
                noise[i, copy] = draws[i];
            }

            _normalization.Apply(_buffers.Next(copy), _buffers.Normalized);
            for (int i = 0; i < _spec.ObservationSize; i++)
            {
                states[i, copy] = _buffers.Features[i, copy];
                next[i, copy] = _buffers.Normalized[i];
            }
        }

        _virtual!.Of(
            parameters, new VirtualRewards.VirtualTask(_window.End, _buffers.Mixtures, noise),
            new VirtualRewards.VirtualStep(states, _buffers.Encoded, next), _buffers.VirtualPaid);
    }

    /// <summary>Refuses numbers that are not finite after the step of one copy, or after its reset.</summary>
    private void RequireFinite(
        Play run, int copy, ReadOnlySpan<Real> actions, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> reward)
    {
        if (FiniteOutcomes.BrokenRow(actions, observation, reward, 1) >= 0)
        {
            Copy own = run.Copies[copy];
            int trajectory = run.State.Trajectory[copy];
            string place = reward.IsEmpty ? $"start of episode {trajectory}" : $"episode {trajectory}, step {own.Time + 1}";
            throw FiniteOutcomes.Failure(
                Environment(run, own.Segment), $"trial {own.Number}, {place}", observation, reward.IsEmpty ? null : reward[0]);
        }
    }

    /// <summary>Whether the copy goes on.</summary>
    private bool Record(Play run, int copy, Outcome outcome)
    {
        Copy own = run.Copies[copy];
        LatentTrial trial = own.Trial;
        int at = trial.Steps;
        _buffers.Observation(copy).CopyTo(LatentTrial.At(trial.Observations, at, _spec.ObservationSize));
        _buffers.Next(copy).CopyTo(LatentTrial.At(trial.Next, at, _spec.ObservationSize));
        ((ConstMatrix)_buffers.Actions).CopyColumn(copy, LatentTrial.At(trial.Actions, at, _spec.ActionSize));
        ((ConstMatrix)_buffers.Features).CopyColumn(copy, LatentTrial.At(trial.Features, at, _networks.FeatureSize));
        Real learned = run.IsVirtual ? _buffers.VirtualPaid[copy] : outcome.Reward;
        trial.Add(outcome.Reward, learned);
        Remember(run.State, copy, learned);
        own.Time++;
        if (!outcome.Terminated && !outcome.Truncated)
        {
            _buffers.Next(copy).CopyTo(_buffers.Observation(copy));
            return own.Time < _spec.Horizon ? true : throw new InvalidOperationException(
                $"'{_spec.Id}' did not end an episode within its horizon of {_spec.Horizon} steps.");
        }

        trial.End(outcome.Terminated, outcome.Succeeded);
        run.State.Trajectory[copy]++;
        bool goesOn = trial.Ended < run.Request.Trajectories;
        if (goesOn)
        {
            Reset(run, copy);
        }

        return goesOn;
    }

    /// <summary>h of every trial.</summary>
    private static Matrix MemoryOf(TrialState state) => ((GruMemory)state.Memory).Values;

    /// <summary>Memory, action and reward of the step that was taken.</summary>
    private void Remember(TrialState state, int copy, Real reward)
    {
        Matrix memory = MemoryOf(state);
        Matrix after = _window.End;
        for (int m = 0; m < memory.Rows; m++)
        {
            memory[m, copy] = after[m, copy];
        }

        int encoded = _networks.Policy.EncodedActionSize;
        for (int a = 0; a < encoded; a++)
        {
            state.Last[(copy * (encoded + 1)) + a] = _buffers.Encoded[a, copy];
        }

        state.Last[(copy * (encoded + 1)) + encoded] = reward;
    }

    /// <summary>One trial that runs: where it belongs, and how far it is.</summary>
    private sealed record Copy(int Segment, int Number, LatentTrial Trial)
    {
        public int Time { get; set; }
    }

    private sealed record Play(
        IReadOnlyList<TrialSegment> Segments, Copy[] Copies, TrialState State, RolloutRequest Request, bool IsVirtual);

    private readonly record struct Outcome(Real Reward, bool Terminated, bool Truncated, bool Succeeded);
}
