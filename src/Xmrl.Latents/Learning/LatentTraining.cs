using System.Diagnostics;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Replay;

namespace Xmrl.Latents.Learning;

/// <summary>A training under way: θ, four optimizers, running statistics, and the trials that the model learns from.</summary>
/// <remarks>An iteration plays trials, trains policy and value on them, adds them to the store unless their rewards were made up, updates
/// the model, and then moves the statistics, which are constant until then. Fails closed: all is as before where a number is not finite or
/// the work is stopped.</remarks>
internal sealed class LatentTraining : IReplayTraining
{
    private const int StoredTask = 0;

    private readonly LatentLearner _learner;
    private readonly CosineSchedule _schedule;
    private readonly TrainingState _state;
    private readonly PolicyPhase _policy;
    private readonly ModelPhase _model;
    private bool _hasStore;

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="start">θ at the start.</param>
    /// <param name="schedule">Step sizes of policy and value over the iterations.</param>
    public LatentTraining(LatentLearner learner, ReadOnlySpan<Real> start, OuterSchedule schedule)
    {
        _learner = learner;
        Parameters = start.ToArray();
        _schedule = schedule.Cosine();
        _state = new TrainingState(learner, schedule.First);
        _policy = new PolicyPhase(learner);
        _model = new ModelPhase(learner);
    }

    /// <inheritdoc/>
    public Real[] Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State => _state.Entries;

    /// <inheritdoc/>
    public IReadOnlyList<(int Task, ReplayBuffer Buffer)> Replay => _hasStore ? [(StoredTask, _state.Store.Buffer)] : [];

    /// <summary>Mean error of the model over the last iteration's updates.</summary>
    internal double ModelError => _model.Error;

    /// <summary>Everything but θ.</summary>
    internal TrainingState Inner => _state;

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => _state.Restore(state);

    /// <inheritdoc/>
    public ReplayBuffer AddReplay(int task)
    {
        if (task != StoredTask || _hasStore)
        {
            throw new ArgumentException($"The trials of all tasks lie in replay {StoredTask}; found {task}.", nameof(task));
        }

        _hasStore = true;
        return _state.Store.Clear();
    }

    /// <inheritdoc/>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
    {
        TaskPlan[] used = Used(plans);
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<(string Name, double[] Values)> state = State;
        Real[] parameters = [.. Parameters];
        bool hadStore = _hasStore;
        _hasStore = true;
        _state.Store.Buffer.Mark();
        bool isDone = false;
        try
        {
            bool isVirtual = _learner.Options.Virtual is { } made && _state.Store.Count > 0
                && key.Derive(RandomPurpose.VirtualTasks).UniformOpen(0) < made.At(_state.Steps);
            var round = new PlayedRound(
                _learner, parameters, used, plan => key.Derive((ulong)used[plan].MdpTask.Index), isVirtual ? Concentrations() : [], token);
            Real[] moved = [.. parameters];
            (double norm, string? problem) = Learn(round, used, moved, key, token);
            double policySeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (problem is null)
            {
                Store(round, isVirtual);
                problem = _state.Store.Count == 0 ? null : _model.Run(
                    _state.Store, moved, (_state.Encoder, _state.Decoders), key.Derive(RandomPurpose.ReplaySampling), token);
            }

            int broken = problem is null ? Reduction.IndexOfNonFinite(moved) : -1;
            OuterReport outer = problem is not null
                ? new OuterReport(OuterStatus.NonFiniteGradient, norm, $"The iteration was not taken: {problem}.")
                : broken >= 0
                    ? new OuterReport(
                        OuterStatus.NonFiniteStep, norm, $"Parameter {broken} would become {moved[broken]}; the iteration was not taken.")
                    : OuterReport.Taken(norm, parameters, moved);
            if (problem is null && broken < 0)
            {
                Finish(round, moved);
                isDone = true;
            }

            double total = Stopwatch.GetElapsedTime(started).TotalSeconds;
            double gradients = Math.Max(0, (total * _learner.Pool.Threads) - round.Seconds);
            return round.Report(outer) with
            {
                Profile = new PhaseSeconds(round.Seconds, 0, gradients, 0),
                WallSeconds = total,
            };
        }
        finally
        {
            if (!isDone)
            {
                _state.Restore(state);
                _state.Store.Buffer.Rollback();
                _hasStore = hadStore;
            }
        }
    }

    private static TaskPlan[] Used(IReadOnlyList<TaskPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        TaskPlan[] used = [.. plans.Where(plan => plan.Weight > 0)];
        return used.Length > 0 && plans.All(plan => plan.Augmentation is null) ? used : throw new ArgumentException(
            $"An iteration needs tasks of positive weight, none of them augmented: a mixed state has no history that a latent could be "
                + $"inferred from. Found {plans.Count} tasks, {used.Length} of positive weight.",
            nameof(plans));
    }

    /// <summary>Trains policy and value.</summary>
    private (double Norm, string? Problem) Learn(
        PlayedRound round, TaskPlan[] used, Real[] moved, RandomKey key, CancellationToken token)
    {
        foreach ((_, LatentTrial trial) in round.Trials)
        {
            _state.Returns.Add(trial.LearnedRewards.AsSpan(0, trial.Steps));
        }

        _learner.Networks.RewardScale.Of(moved.AsSpan())[0] = (Real)_state.Returns.Factor;

        // One step of a task weighs what its task does, over the steps that its trials have at most.
        LatentOptions options = _learner.Options;
        double total = used.Sum(plan => plan.Weight);
        double steps = (double)options.Trajectories * _learner.Family.Spec.Horizon * options.Trials;
        double[] weights = [.. round.Trials.Select(
            played => used[played.Plan].Weight / total / (used[played.Plan].Repeats * steps))];
        var samples = new PolicySamples(_learner, moved, [.. round.Trials.Select(played => played.Trial)], weights);
        _policy.Prepare(samples, moved, token);
        double size = _schedule.StepSize(_state.Iterations);
        (_state.Policy.StepSize, _state.Value.StepSize) = (size, size);
        return samples.Factor == 0 ? (0, null) : _policy.Run(samples, moved, (_state.Policy, _state.Value), key, token);
    }

    private void Store(PlayedRound round, bool isVirtual)
    {
        foreach ((_, LatentTrial trial) in round.Trials)
        {
            if (!isVirtual)
            {
                _state.Store.Append(trial);
            }
        }
    }

    /// <summary>Moves the statistics on, trial after trial, and takes θ.</summary>
    private void Finish(PlayedRound round, Real[] moved)
    {
        int size = _learner.Networks.FeatureSize;
        foreach ((_, LatentTrial trial) in round.Trials)
        {
            var own = new RunningMoments(size);
            for (int t = 0; t < trial.Steps; t++)
            {
                own.Add(LatentTrial.At(trial.Features, t, size));
            }

            _state.Features.Merge(own);
        }

        _state.Advance(round.Steps);
        FeatureNormalizer.Write(_learner.Networks, _state.Features, moved);
        moved.CopyTo(Parameters, 0);
    }

    /// <summary>The running mean of q(y), from which virtual tasks draw their mixtures.</summary>
    private double[] Concentrations()
    {
        const double Least = 1e-6;
        int components = _learner.Options.Shape.Components;
        return [.. _state.Features.Mean[^components..].ToArray().Select(share => Math.Max(share, Least))];
    }
}
