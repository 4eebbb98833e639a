using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>A training by collection and gradient steps: θ, slow copies, optimizers, temperature and the replay of every task
/// met.</summary>
internal sealed class PosteriorTraining : IReplayTraining
{
    private const string TargetsName = "targets";

    private readonly PosteriorLearner _learner;
    private readonly SortedDictionary<int, ReplayBuffer> _replay = [];
    private readonly Dictionary<int, MdpTask> _tasks = [];
    private readonly CosineSchedule _schedule;
    private readonly PosteriorOptimizers _optimizers;
    private readonly GradientPhase _gradients;
    private readonly PosteriorTracing _tracing;
    private long _iterations;

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="start">θ at the start; the slow copies begin there too.</param>
    /// <param name="schedule">The optimizers' step sizes over the iterations.</param>
    public PosteriorTraining(PosteriorLearner learner, ReadOnlySpan<Real> start, OuterSchedule schedule)
    {
        _learner = learner;
        Parameters = start.ToArray();
        Targets = start.ToArray();
        _schedule = schedule.Cosine();
        _optimizers = new PosteriorOptimizers(learner.Networks, schedule.First);
        _gradients = new GradientPhase(learner, this, _optimizers);
        _tracing = new PosteriorTracing(learner, this, _optimizers);
    }

    /// <inheritdoc/>
    public Real[] Parameters { get; }

    /// <summary>Slow copies, at the places of their networks; elsewhere the parameters of the start. Shape [P].</summary>
    internal Real[] Targets { get; }

    /// <inheritdoc/>
    IUpdateTracing? IMetaTraining.Tracing => _tracing;

    /// <summary>Temperature α of the entropy: learned with twin targets, else 1.</summary>
    internal double Temperature => _learner.Options.Soft.Update == SoftUpdate.ValueTarget ? 1 : _optimizers.Temperature;

    /// <inheritdoc/>
    public IReadOnlyList<(int Task, ReplayBuffer Buffer)> Replay => [.. _replay.Select(entry => (entry.Key, entry.Value))];

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State =>
        [(TargetsName, [.. Targets.Select(value => (double)value)]), .. _optimizers.State, (OuterState.Steps, [_iterations])];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long iterations = OuterState.Count(state);
        if (state.Count < 2 || state[0].Name != TargetsName || state[0].Values.Length != Targets.Length)
        {
            throw new ArgumentException($"state needs {TargetsName} of shape [{Targets.Length}] first.", nameof(state));
        }

        _optimizers.Restore([.. state.Skip(1).Where(entry => entry.Name != OuterState.Steps)]);
        for (int i = 0; i < Targets.Length; i++)
        {
            Targets[i] = (Real)state[0].Values[i];
        }

        _iterations = iterations;
    }

    /// <inheritdoc/>
    public ReplayBuffer AddReplay(int task)
    {
        EnvironmentSpec spec = _learner.Family.Spec;
        var buffer = new ReplayBuffer(new ReplayShape(spec.ObservationSize, spec.ActionSize, _learner.Options.ReplayCapacity));
        _replay.Add(task, buffer);
        return buffer;
    }

    /// <inheritdoc/>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
    {
        TaskPlan[] used = Used(plans);
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<(string Name, double[] Values)> state = State;
        Real[] parameters = [.. Parameters];
        int[] known = [.. _replay.Keys];
        foreach (ReplayBuffer buffer in _replay.Values)
        {
            buffer.Mark();
        }

        bool isDone = false;
        try
        {
            var collection = new Collection(_learner);
            TaskPlan[] added = [.. used.Where(plan => !_replay.ContainsKey(plan.MdpTask.Index))];
            foreach (TaskPlan plan in added)
            {
                AddReplay(plan.MdpTask.Index);
            }

            collection.Begin(this, added, key.Derive(0), token);
            collection.Continue(this, used, key.Derive(1), token);
            long collected = Stopwatch.GetTimestamp();
            _optimizers.StepSize = _schedule.StepSize(_iterations);
            OuterReport outer = _gradients.Run(used, key.Derive(2), token);
            isDone = outer.Status == OuterStatus.Accepted;
            double gradients = Stopwatch.GetElapsedTime(collected).TotalSeconds;
            double total = Stopwatch.GetElapsedTime(started).TotalSeconds;
            int threads = _learner.Pool.Threads;
            _iterations += isDone ? 1 : 0;
            return new IterationReport
            {
                Outer = outer,
                ReturnBefore = collection.Totals.PriorReturn,
                ReturnAfter = collection.Totals.PosteriorReturn,
                SuccessAfter = collection.Totals.SuccessRate,
                Interactions = collection.Totals.Steps,
                Profile = new PhaseSeconds((total - gradients) * threads, 0, gradients * threads, 0),
                Threads = threads * _learner.Pool.Collective.Size,
                WallSeconds = total,
            };
        }
        finally
        {
            if (!isDone)
            {
                Return(parameters, state, known);
            }
        }
    }

    /// <summary>The replay of a task.</summary>
    /// <param name="task">A task met before.</param>
    internal ReplayBuffer BufferOf(MdpTask task) => _replay[task.Index];

    private TaskPlan[] Used(IReadOnlyList<TaskPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        TaskPlan[] used = [.. plans.Where(plan => plan.Weight > 0)];
        if (used.Length == 0 || plans.Any(plan => plan.Augmentation is not null))
        {
            throw new ArgumentException(
                "The tasks need positive weight, and none can be augmented: a mixed state has no history that a latent could be inferred "
                    + "from.",
                nameof(plans));
        }

        foreach (TaskPlan plan in used)
        {
            if (!_tasks.TryAdd(plan.MdpTask.Index, plan.MdpTask) && !_tasks[plan.MdpTask.Index].Equals(plan.MdpTask))
            {
                throw new ArgumentException(
                    $"Task {plan.MdpTask.Index} was another task before: learning from replay needs a fixed set of tasks "
                        + "(tasks.fresh: false).",
                    nameof(plans));
            }
        }

        return used;
    }

    private void Return(Real[] parameters, IReadOnlyList<(string Name, double[] Values)> state, int[] known)
    {
        parameters.CopyTo(Parameters, 0);
        Restore(state);
        foreach ((int task, ReplayBuffer buffer) in Replay)
        {
            if (known.Contains(task))
            {
                buffer.Rollback();
            }
            else
            {
                _replay.Remove(task);
            }
        }
    }
}
