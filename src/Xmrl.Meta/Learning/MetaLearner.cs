using System.Diagnostics;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Autodiff;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>Gradient-based meta-reinforcement learning: adapts to every task, and moves the meta-parameters along the mean hyper-gradient.
/// Which learner it is (MAML, first-order MAML, …) follows from its parts.</summary>
/// <remarks>Tasks are work items on a pool; their results are summed in task order, so the number of threads and the order of work leave no
/// trace.</remarks>
public sealed class MetaLearner : IDisposable
{
    /// <summary>Limit of <see cref="Preparations"/>: a quarter of the gibibyte that a run may take.</summary>
    public const long PreparationBytes = 256L << 20;

    private readonly LearnerWorker?[] _workers;
    private readonly WorkPool _pool;

    /// <summary>Assembles a learner.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="options">The parts.</param>
    /// <param name="valueFeatures">Makes the features of the baseline; called once per worker.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <exception cref="ArgumentException">Parts that do not go together, or a context step size or reset for a policy without
    /// context.</exception>
    public MetaLearner(IEnvironmentFamily family, IPolicy policy, LearnerOptions options, Func<IValueFeatures> valueFeatures, WorkPool pool)
    {
        options.Check();
        Family = family;
        Policy = policy;
        Options = options;
        ValueFeatures = valueFeatures;
        _pool = pool;
        _workers = new LearnerWorker?[pool.Threads];
        InnerStep = new InnerStep(StepSizes(options, policy), options.InnerSteps, options.StepSizeLearning);
        InnerProgram = new SurrogateProgram(policy, options.InnerSurrogate);
        OuterProgram = new SurrogateProgram(policy, options.OuterSurrogate);
        RatioProgram = new SurrogateProgram(policy, options.RatioSurrogate);
        HeldInnerProgram = new SurrogateProgram(policy, options.InnerSurrogate, holdBase: true);
        Frozen = options.ResetsContext ? policy.Tensor(TensorSpec.Context) : null;
        LikelihoodProgram = options.Correction is null ? null : new SurrogateProgram(policy, new LogLikelihood());
    }

    /// <summary>The environments.</summary>
    public IEnvironmentFamily Family { get; }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>The parts.</summary>
    public LearnerOptions Options { get; }

    /// <summary>The adaptation rule.</summary>
    public InnerStep InnerStep { get; }

    /// <summary>Memory for curvature that is multiplied with many vectors, shared by all workers and kept from one use to the
    /// next.</summary>
    public PreparationMemory Preparations { get; } = new(PreparationBytes);

    /// <summary>Number of meta-parameters: P of the policy, then the learned inner step sizes.</summary>
    public int ParameterCount => Policy.ParameterCount + InnerStep.LearnedCount;

    /// <summary>Draws the first meta-parameters.</summary>
    /// <param name="key">Random numbers of the policy's parameters.</param>
    /// <param name="parameters">Receives them. Shape [<see cref="ParameterCount"/>].</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        Policy.Initialize(key, parameters[..Policy.ParameterCount]);
        InnerStep.InitialSizes(parameters[Policy.ParameterCount..]);
    }

    /// <summary>All tensors of the meta-parameters: the policy's, then <c>inner.step_sizes</c> where they are learned.</summary>
    public IReadOnlyList<TensorSpec> Tensors => InnerStep.LearnedCount == 0
        ? Policy.Tensors
        : [.. Policy.Tensors, new TensorSpec("inner.step_sizes", InnerStep.LearnedCount, 1, Policy.ParameterCount)];

    /// <summary>The processes that share the work.</summary>
    public ICollective Processes => _pool.Collective;

    /// <summary>Asks to stop the work under way; for use inside an item.</summary>
    internal CancellationToken Cancellation => _pool.Cancellation;

    internal Func<IValueFeatures> ValueFeatures { get; }

    internal SurrogateProgram InnerProgram { get; }

    internal SurrogateProgram OuterProgram { get; }

    internal SurrogateProgram RatioProgram { get; }

    internal SurrogateProgram HeldInnerProgram { get; }

    internal SurrogateProgram? LikelihoodProgram { get; }

    internal TensorSpec? Frozen { get; }

    /// <summary>Runs work items on the threads of this process, each with its worker's scratch.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="body">Receives the scratch and the item; must write only to the item's own place.</param>
    /// <param name="token">Checked between items.</param>
    public void Run(int items, Action<LearnerWorker, int> body, CancellationToken token = default)
        => _pool.Run(items, (worker, item) => body(Worker(worker), item), token);

    /// <summary>Divides work items over processes and threads; every process receives all their numbers. See
    /// <see cref="WorkPool.Gather"/>.</summary>
    /// <param name="items">The items. What an item keeps besides its row stays on the process that did it.</param>
    /// <param name="body">Receives the scratch, the item and its row to fill. Shape [Width].</param>
    /// <returns>Rows in the order of the items. Shape [Count][Width].</returns>
    public double[][] Gather(WorkItems items, Action<LearnerWorker, int, double[]> body)
        => _pool.Gather(items, (worker, item, row) => body(Worker(worker), item, row));

    /// <summary>The same, with a weighted sum of the items' vectors in the order of the items. See <see cref="WorkPool.Sum"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="weights">Weight per item. Shape [Count].</param>
    /// <param name="destination">Receives the sum. Shape [n].</param>
    /// <param name="body">Receives the scratch, the item and its row to fill: numbers for all processes, then the item's vector. Shape
    /// [Width + n].</param>
    /// <returns>The numbers for all processes, in the order of the items. Shape [Count][≥ Width].</returns>
    public double[][] Sum(
        WorkItems items, IReadOnlyList<double> weights, Span<double> destination, Action<LearnerWorker, int, double[]> body)
        => _pool.Sum(items, weights, destination, (worker, item, row) => body(Worker(worker), item, row));

    /// <summary>Whether other workers have, or soon will have, nothing to do. See <see cref="WorkPool.IsRunningOut"/>.</summary>
    internal bool IsRunningOut => _pool.IsRunningOut;

    /// <summary>Divides work of one item among its worker and those that have nothing left to do. See
    /// <see cref="WorkPool.Share"/>.</summary>
    internal void Share(int worker, int parts, Action<LearnerWorker, int> body)
        => _pool.Share(worker, parts, (helper, part) => body(Worker(helper), part));

    private LearnerWorker Worker(int worker) => _workers[worker] ??= new LearnerWorker(this, worker);

    /// <summary>One iteration: adapt to every task, average the hyper-gradients, take an outer step.</summary>
    /// <param name="parameters">θ, updated in place. Shape [P].</param>
    /// <param name="plans">The tasks of this iteration.</param>
    /// <param name="outerStep">Moves θ.</param>
    /// <param name="key">Random numbers of this iteration.</param>
    /// <param name="schedule">Order of the work, for tests; null as it comes.</param>
    /// <param name="token">Checked between tasks and inside of rollouts; θ and <paramref name="outerStep"/> are unchanged when it
    /// throws.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="ArgumentException">No tasks, or none of positive weight.</exception>
    public IterationReport Iterate(
        Real[] parameters, IReadOnlyList<TaskPlan> plans, IOuterStep outerStep, RandomKey key, int[]? schedule = null,
        CancellationToken token = default)
    {
        long started = Stopwatch.GetTimestamp();
        double total = plans.Sum(plan => plan.Weight);
        if (!(total > 0))
        {
            throw new ArgumentException(
                $"An iteration needs tasks of positive weight; found {plans.Count} tasks of total weight {total}.", nameof(plans));
        }

        var outcomes = new TaskOutcome?[plans.Count];
        var nonFinites = new string?[plans.Count];
        var mean = new double[parameters.Length];
        double[] weights = [.. plans.Select(plan => plan.Weight / total)];
        using var problem = new IterationProblem(this, plans, outcomes, (mean, parameters.ToArray()), token);
        WorkItems items = TaskItems(plans) with { Order = schedule, Cancellation = token };
        double[][] rows;
        if (Options.Correction is { } correction)
        {
            // The weights need the returns of all tasks.
            rows = Gather(items with { Width = TaskRow.Width }, Collect);
            double[] corrections = correction.Weights(
                [.. rows.Select(row => row[TaskRow.OuterReturn])], [.. rows.Select(row => (int)row[TaskRow.Trajectories])]);
            double[][] more = Sum(items with { Width = TaskRow.Width }, weights, mean, (worker, item, row) =>
            {
                outcomes[item] = outcomes[item]! with { Data = outcomes[item]!.Data with { CorrectionWeight = corrections[item] } };
                Differentiate(worker, item, row);
            });
            TaskRow.Merge(rows, more);
        }
        else
        {
            rows = Sum(items with { Width = TaskRow.Width }, weights, mean, (worker, item, row) =>
            {
                Collect(worker, item, row);
                Differentiate(worker, item, row);
            });
        }

        void Collect(LearnerWorker worker, int item, double[] row)
        {
            TaskOutcome outcome = worker.Collect(parameters, plans[item], item, key.Derive((ulong)plans[item].MdpTask.Index));
            outcomes[item] = outerStep.NeedsFisher
                ? outcome with { Data = outcome.Data with { Kept = new KeptCurvature(Preparations) } }
                : outcome;
            TaskRow.Fill(row, outcomes[item]!);
        }

        void Differentiate(LearnerWorker worker, int item, double[] row)
        {
            long before = Stopwatch.GetTimestamp();
            TaskOutcome outcome = outcomes[item]!;
            Span<double> gradient = row.AsSpan(TaskRow.Width);
            worker.Objective(outcome.Data).Gradient(parameters, gradient);
            nonFinites[item] = outcome.NonFinite ?? worker.NonFinite(gradient, plans[item], "hyper-gradient");
            row[TaskRow.IsNonFinite] = nonFinites[item] is null ? 0 : 1;
            if (outerStep.NeedsProblem)
            {
                worker.Remember(outcome.Data);
            }

            row[TaskRow.GradientSeconds] += Stopwatch.GetElapsedTime(before).TotalSeconds;
        }

        long reduction = Stopwatch.GetTimestamp();
        int broken = Array.FindIndex(rows, row => row[TaskRow.IsNonFinite] != 0);
        for (int i = 0; i < Policy.ParameterCount && Options.Regularization is { Outer: > 0 } regularization; i++)
        {
            mean[i] -= regularization.Outer * parameters[i];
        }

        OuterReport outer = broken < 0
            ? outerStep.Step(parameters, problem)
            : new OuterReport(OuterStatus.NonFiniteGradient, double.NaN, _pool.ShareText(items, broken, nonFinites[broken]));
        return TaskRow.Report(rows, outer) with
        {
            Profile = TaskRow.Seconds(rows) + new PhaseSeconds(0, 0, 0, Stopwatch.GetElapsedTime(reduction).TotalSeconds),
            Threads = _pool.Threads * _pool.Collective.Size,
            WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>The task from which the rollouts after adaptation come: the task itself, except where the family says otherwise.</summary>
    internal MdpTask ScoreTask(MdpTask task) => Family is IScoreTasks family ? family.ScoreTask(task) : task;

    /// <summary>The tasks of an iteration as items of work.</summary>
    internal static WorkItems TaskItems(IReadOnlyList<TaskPlan> plans)
        => new() { Count = plans.Count, Name = item => $"task {plans[item].MdpTask.Index}" };

    private static double[] StepSizes(LearnerOptions options, IPolicy policy)
    {
        var stepSizes = new double[policy.ParameterCount];
        Array.Fill(stepSizes, options.InnerStepSize);
        if (options.ContextStepSize is { } own)
        {
            TensorSpec context = policy.Tensor(TensorSpec.Context);
            stepSizes.AsSpan(context.Offset, context.Length).Fill(own);
        }

        return stepSizes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LearnerWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }
}
