using System.Diagnostics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Learning;

/// <summary>A training on stored episodes: θ and three optimizers, of the policy, the value and the raw numbers. An iteration is many
/// outer steps.</summary>
/// <remarks>Threads share the tasks of an outer step; every process takes all steps itself, to the same bits.</remarks>
internal sealed class MacawTraining : IMetaTraining
{
    private static readonly string[] s_names = ["policy.", "value.", "raw."];

    private readonly MacawLearner _learner;
    private readonly CosineSchedule _schedule;
    private readonly IOuterSteps _steps;
    private readonly double[] _rates;
    private long _iterations;

    /// <summary>Begins.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="start">θ at the start.</param>
    /// <param name="schedule">The policy's step sizes over the iterations; the others are multiples of them.</param>
    public MacawTraining(MacawLearner learner, ReadOnlySpan<Real> start, OuterSchedule schedule)
    {
        _learner = learner;
        Parameters = start.ToArray();
        _schedule = schedule.Cosine();
        _rates = [1, learner.Options.ValueRate, learner.Options.RawRate];
        _steps = learner.Options.Latents > 0 ? new GeneratedSteps(learner, Parameters) : new PlainSteps(learner, Parameters);
        SetStepSizes(schedule.First);
    }

    /// <inheritdoc/>
    public Real[] Parameters { get; }

    /// <summary>Figures of the tasks of the last outer step.</summary>
    internal IReadOnlyList<MacawFigures> Figures => _steps.Figures;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, double[] Values)> State =>
    [
        .. _steps.Optimizers.SelectMany((optimizer, i) => optimizer.State.Select(entry => (s_names[i] + entry.Name, entry.Values))),
        (OuterState.Steps, [_iterations]),
    ];

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long iterations = OuterState.Count(state);
        (string Name, double[] Values)[][] own =
        [
            .. s_names.Select(name => state.Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal))
                .Select(entry => (entry.Name[name.Length..], entry.Values)).ToArray()),
        ];
        if (own.Sum(entries => entries.Length) != state.Count - 1)
        {
            throw new ArgumentException(
                $"state holds {string.Join(", ", state.Select(entry => entry.Name))}; expected numbers of {string.Join(", ", s_names)} and "
                    + $"{OuterState.Steps}.",
                nameof(state));
        }

        IReadOnlyList<(string Name, double[] Values)>[] before = [.. _steps.Optimizers.Select(optimizer => optimizer.State)];
        try
        {
            foreach ((int i, IOptimizer optimizer) in _steps.Optimizers.Index())
            {
                optimizer.Restore(own[i]);
            }
        }
        catch (ArgumentException)
        {
            foreach ((int i, IOptimizer optimizer) in _steps.Optimizers.Index())
            {
                optimizer.Restore(before[i]);
            }

            throw;
        }

        _iterations = iterations;
    }

    /// <inheritdoc/>
    public IterationReport Iterate(IReadOnlyList<TaskPlan> plans, RandomKey key, CancellationToken token = default)
    {
        (TaskPlan Plan, RowTable Table)[] used = Used(plans);
        long started = Stopwatch.GetTimestamp();
        Real[] parameters = [.. Parameters];
        long iterations = _iterations;
        double[] sizes = [.. _steps.Optimizers.Select(optimizer => optimizer.StepSize)];
        _steps.Keep();
        bool isDone = false;
        try
        {
            SetStepSizes(_schedule.StepSize(_iterations));
            int[] drawn = [];
            double norm = 0;
            var figures = new IterationFigures(_learner.Networks, _learner.Options.Adapts);
            for (int step = 0; step < _learner.Options.StepsPerIteration; step++)
            {
                token.ThrowIfCancellationRequested();
                drawn = Places(used.Select(task => task.Plan), key.Derive(step));
                double weight = drawn.Sum(place => WeightOf(used[place].Plan));
                norm = _steps.Take(
                    [.. drawn.Select(place => new StepTask(
                        used[place].Plan.MdpTask, used[place].Table, WeightOf(used[place].Plan) / weight))],
                    key.Derive(step).Derive(RandomPurpose.ReplaySampling));
                if (!double.IsFinite(norm))
                {
                    return Failed($"The norm of the hyper-gradient of outer step {step + 1} is {norm}; the iteration was not taken.");
                }

                figures.Add(Figures.Take(drawn.Length));
            }

            double gradients = Stopwatch.GetElapsedTime(started).TotalSeconds;
            (double before, double after, double success) = Probe([.. drawn.Select(place => used[place])], key, token);
            _iterations++;
            OuterReport outer = OuterReport.Taken(norm, parameters, Parameters);
            isDone = outer.Status == OuterStatus.Accepted;
            double total = Stopwatch.GetElapsedTime(started).TotalSeconds;
            int threads = _learner.Pool.Threads;
            return new IterationReport
            {
                Outer = outer,
                ReturnBefore = before,
                ReturnAfter = after,
                SuccessAfter = success,
                Interactions = _iterations == 1 ? StoredSteps(used) : 0,
                Figures = figures.Named(Parameters),
                Profile = new PhaseSeconds((total - gradients) * threads, 0, gradients * threads, 0),
                Threads = threads * _learner.Pool.Collective.Size,
                WallSeconds = total,
            };
        }
        finally
        {
            if (!isDone)
            {
                _steps.TakeBack();
                _iterations = iterations;
                foreach ((int i, IOptimizer optimizer) in _steps.Optimizers.Index())
                {
                    optimizer.StepSize = sizes[i];
                }
            }
        }

        IterationReport Failed(string detail) => new()
        {
            Outer = new OuterReport(OuterStatus.NonFiniteGradient, double.NaN, detail),
            NonFinite = 1,
            Threads = _learner.Pool.Threads * _learner.Pool.Collective.Size,
            WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    private void SetStepSizes(double policy)
    {
        foreach ((int i, IOptimizer optimizer) in _steps.Optimizers.Index())
        {
            optimizer.StepSize = _rates[i] * policy;
        }
    }

    /// <summary>The places of tasks drawn without replacement; one of twice the trajectories is drawn twice as readily.</summary>
    /// <param name="plans">The tasks that take part.</param>
    /// <param name="key">Random numbers of the outer step.</param>
    internal int[] Places(IEnumerable<TaskPlan> plans, RandomKey key)
    {
        int[] slots = [.. plans.Index().SelectMany(entry => Enumerable.Repeat(entry.Index, entry.Item.Repeats))];
        var order = new int[slots.Length];
        key.Derive(RandomPurpose.TaskBatch).Permutation(order);
        return [.. order.Select(slot => slots[slot]).Distinct().Take(_learner.Options.TasksPerStep)];
    }

    /// <summary>The weight of a task each time that it is drawn.</summary>
    private static double WeightOf(TaskPlan plan) => plan.Weight / plan.Repeats;

    /// <summary>Steps of the training buffers, and of those of other tasks that take part.</summary>
    private long StoredSteps((TaskPlan Plan, RowTable Table)[] used)
        => _learner.Stored.Data.Of(BufferSet.Training).Sum(buffer => (long)buffer.Steps)
            + used.Select(task => task.Table).Distinct().Where(table => !_learner.IsOfTraining(table)).Sum(table => (long)table.Steps);

    /// <summary>One episode with mean actions of every task, before and after adaptation.</summary>
    private (double Before, double After, double Success) Probe(
        (TaskPlan Plan, RowTable Table)[] tasks, RandomKey key, CancellationToken token)
    {
        var items = new WorkItems
        {
            Count = tasks.Length,
            Width = 3,
            Name = item => $"task {tasks[item].Plan.MdpTask.Index}",
            Cancellation = token,
        };
        double[][] rows = _learner.Pool.Gather(items, (worker, item, row) =>
        {
            MacawWorker own = _learner.Worker(worker);
            (TaskPlan plan, RowTable table) = tasks[item];
            RandomKey episode = key.Derive(RandomPurpose.Evaluation).Derive(plan.MdpTask.Index);
            own.Player.Play(plan.MdpTask, Parameters, true, episode, token);
            row[0] = own.Player.Episode.Return;
            Real[] adapted = [.. Parameters];
            if (_learner.Options.Adapts)
            {
                own.DrawInner(table, episode, _learner.Options.UniformInnerRows);
                own.Step.Adapt(adapted, own.Inner);
            }

            own.Player.Play(plan.MdpTask, adapted, true, episode, token);
            (row[1], row[2]) = (own.Player.Episode.Return, own.Player.Episode.Succeeded ? 1 : 0);
        });
        return (rows.Average(row => row[0]), rows.Average(row => row[1]), rows.Average(row => row[2]));
    }

    private (TaskPlan Plan, RowTable Table)[] Used(IReadOnlyList<TaskPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        TaskPlan[] used = [.. plans.Where(plan => plan.Weight > 0)];
        if (used.Length == 0 || plans.Any(plan => plan.Augmentation is not null))
        {
            throw new ArgumentException(
                used.Length == 0
                    ? "No task has a positive weight; an outer step takes at least one."
                    : "A task is augmented; mixed states have no stored return.",
                nameof(plans));
        }

        return
        [
            .. used.Select(plan => (plan, _learner.TableOf(plan.MdpTask, BufferSet.Training, BufferSet.Validation)
                ?? throw new ArgumentException($"Task {plan.MdpTask.Index} has no buffer in the data set.", nameof(plans)))),
        ];
    }
}
