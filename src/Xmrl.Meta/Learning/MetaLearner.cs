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
/// <remarks>Tasks are work items on a pool; their results are summed in task order, so the number of threads and the order of work leave no trace.</remarks>
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
    /// <exception cref="ArgumentException">Parts that do not go together, or a context step size or reset for a policy without context.</exception>
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
        Frozen = options.ResetsContext ? policy.Tensor("context") : null;
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

    /// <summary>Memory for curvature that is multiplied with many vectors, shared by all workers and kept from one use to the next.</summary>
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

    internal Func<IValueFeatures> ValueFeatures { get; }

    internal SurrogateProgram InnerProgram { get; }

    internal SurrogateProgram OuterProgram { get; }

    internal SurrogateProgram RatioProgram { get; }

    internal SurrogateProgram HeldInnerProgram { get; }

    internal SurrogateProgram? LikelihoodProgram { get; }

    internal TensorSpec? Frozen { get; }

    /// <summary>Runs work items on the pool, each with its worker's scratch.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="body">Receives the scratch and the item; must write only to the item's own place.</param>
    /// <param name="token">Checked between items.</param>
    public void Run(int items, Action<LearnerWorker, int> body, CancellationToken token = default)
        => Run(items, body, null, token);

    /// <summary>Runs work items in a given order; the results must not depend on it.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="body">Receives the scratch and the item.</param>
    /// <param name="order">A permutation of the items, or null.</param>
    /// <param name="token">Checked between items.</param>
    public void Run(int items, Action<LearnerWorker, int> body, int[]? order, CancellationToken token)
        => _pool.Run(items, (worker, item) => body(_workers[worker] ??= new LearnerWorker(this), item), order, token);

    /// <summary>One iteration: adapt to every task, average the hyper-gradients, take an outer step.</summary>
    /// <param name="parameters">θ, updated in place. Shape [P].</param>
    /// <param name="plans">The tasks of this iteration.</param>
    /// <param name="outerStep">Moves θ.</param>
    /// <param name="key">Random numbers of this iteration.</param>
    /// <param name="schedule">Order of the work, for tests; null as it comes.</param>
    /// <param name="token">Checked between tasks; θ is unchanged when it throws.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="ArgumentException">No tasks, or none of positive weight.</exception>
    public IterationReport Iterate(Real[] parameters, IReadOnlyList<TaskPlan> plans, IOuterStep outerStep, RandomKey key, int[]? schedule = null, CancellationToken token = default)
    {
        long started = Stopwatch.GetTimestamp();
        double total = plans.Sum(plan => plan.Weight);
        if (!(total > 0))
        {
            throw new ArgumentException($"An iteration needs tasks of positive weight; found {plans.Count} tasks of total weight {total}.", nameof(plans));
        }

        var outcomes = new TaskOutcome[plans.Count];
        var gradients = new double[plans.Count][];
        var nonFinites = new string?[plans.Count];
        var seconds = new double[plans.Count];
        Run(
            plans.Count,
            (worker, item) =>
            {
                outcomes[item] = worker.Collect(parameters, plans[item], item, key.Derive((ulong)plans[item].MdpTask.Index));
                if (Options.Correction is null)
                {
                    Differentiate(worker, item);
                }
            },
            schedule,
            token);
        if (Options.Correction is not null)
        {
            outcomes = Correct(outcomes);
            Run(plans.Count, Differentiate, schedule, token);
        }

        void Differentiate(LearnerWorker worker, int item)
        {
            long before = Stopwatch.GetTimestamp();
            gradients[item] = new double[parameters.Length];
            worker.Objective(outcomes[item].Data).Gradient(parameters, gradients[item]);
            nonFinites[item] = outcomes[item].NonFinite ?? worker.NonFinite(gradients[item], plans[item], "hyper-gradient");
            if (outerStep.NeedsProblem)
            {
                worker.Remember(outcomes[item].Data);
            }

            seconds[item] = Stopwatch.GetElapsedTime(before).TotalSeconds;
        }

        long reduction = Stopwatch.GetTimestamp();
        string? nonFinite = nonFinites.FirstOrDefault(text => text is not null);
        var mean = new double[parameters.Length];
        for (int item = 0; item < plans.Count; item++)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += plans[item].Weight / total * gradients[item][i];
            }
        }

        for (int i = 0; i < Policy.ParameterCount && Options.Regularization is { Outer: > 0 } regularization; i++)
        {
            mean[i] -= regularization.Outer * parameters[i];
        }

        using var problem = new IterationProblem(this, plans, outcomes, mean, parameters.ToArray());
        OuterReport outer = nonFinite is null
            ? outerStep.Step(parameters, problem)
            : new OuterReport(OuterStatus.NonFiniteGradient, double.NaN, nonFinite);
        PhaseSeconds profile = outcomes.Aggregate(default(PhaseSeconds), (sum, outcome) => sum + outcome.Seconds)
            + new PhaseSeconds(0, 0, seconds.Sum(), Stopwatch.GetElapsedTime(reduction).TotalSeconds);
        return new IterationReport
        {
            Outer = outer,
            ReturnBefore = outcomes.Average(outcome => outcome.ReturnBefore),
            ReturnAfter = outcomes.Average(outcome => outcome.ReturnAfter),
            SuccessAfter = outcomes.Average(outcome => outcome.SuccessAfter),
            Residual = outcomes.Max(outcome => outcome.Residual),
            Interactions = outcomes.Sum(outcome => outcome.Interactions),
            Infeasible = outcomes.Sum(outcome => outcome.Infeasible),
            Profile = profile,
            WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>The weights of the sampling correction, which need the returns of all tasks of an iteration.</summary>
    /// <param name="outcomes">The rollouts of all tasks.</param>
    /// <returns>The same rollouts with their weights; as they are where the learner has no correction.</returns>
    public TaskOutcome[] Correct(TaskOutcome[] outcomes)
    {
        if (Options.Correction is not { } correction)
        {
            return outcomes;
        }

        double[] weights = correction.Weights(
            [.. outcomes.Select(outcome => outcome.Data.Outer.DiscountedRewards.Sum(reward => (double)reward))],
            [.. outcomes.Select(outcome => outcome.Data.Inner[0].Trajectories)]);
        return [.. outcomes.Select((outcome, item) => outcome with { Data = outcome.Data with { CorrectionWeight = weights[item] } })];
    }

    private static double[] StepSizes(LearnerOptions options, IPolicy policy)
    {
        var stepSizes = new double[policy.ParameterCount];
        Array.Fill(stepSizes, options.InnerStepSize);
        if (options.ContextStepSize is { } own)
        {
            TensorSpec context = policy.Tensor("context");
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
