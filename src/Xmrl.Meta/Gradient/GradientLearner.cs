using Xmrl.Autodiff;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Gradient;

/// <summary>Gradient-based meta-reinforcement learning: adapts to every task by steps on the policy's parameters, and moves the
/// meta-parameters along the mean hyper-gradient. Which learner it is (MAML, ProMP, …) follows from its parts.</summary>
/// <remarks>Tasks are work items on a pool; their results are summed in task order, so the number of threads and the order of work leave no
/// trace. <see cref="GradientTraining"/> is one iteration.</remarks>
public sealed class GradientLearner : IMetaLearner
{
    /// <summary>Limit of <see cref="Preparations"/>: a quarter of the gibibyte that a run may take.</summary>
    public const long PreparationBytes = 256L << 20;

    private readonly GradientWorker?[] _workers;
    private readonly Lazy<SurrogateProgram> _score;

    /// <summary>Assembles a learner.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="options">The parts.</param>
    /// <param name="valueFeatures">Makes the features of the baseline; called once per worker.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <exception cref="ArgumentException">Parts that do not go together, or a context step size or reset for a policy without
    /// context.</exception>
    public GradientLearner(
        IEnvironmentFamily family, IPolicy policy, LearnerOptions options, Func<IValueFeatures> valueFeatures, WorkPool pool)
    {
        options.Check();
        Family = family;
        Policy = policy;
        Options = options;
        ValueFeatures = valueFeatures;
        Pool = pool;
        _workers = new GradientWorker?[pool.Threads];
        InnerStep = new InnerStep(StepSizes(options, policy), options.InnerSteps, options.StepSizeLearning);
        InnerProgram = new SurrogateProgram(policy, options.InnerSurrogate);
        OuterProgram = new SurrogateProgram(policy, options.OuterSurrogate);
        RatioProgram = new SurrogateProgram(policy, options.RatioSurrogate);
        HeldInnerProgram = new SurrogateProgram(
            policy, options.InnerSurrogate, holdBase: true, options.Proximal?.Divergence ?? ProximalDivergence.Parameters);
        _score = new(() => new SurrogateProgram(policy, new Score()));
        Frozen = options.ResetsContext ? policy.Tensor(TensorSpec.Context) : null;
        LikelihoodProgram = options.Correction is null ? null : new SurrogateProgram(policy, new LogLikelihood());
        Adaptation = new GradientAdaptation(this);
        Influence = new GradientInfluence(this);
    }

    /// <inheritdoc/>
    public IEnvironmentFamily Family { get; }

    /// <summary>The policy, whose parameters adapt.</summary>
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

    /// <inheritdoc/>
    public WorkPool Pool { get; }

    /// <summary>Inner steps on rollouts.</summary>
    public IAdaptation Adaptation { get; }

    /// <summary>Hyper-gradients of single tasks with their curvature.</summary>
    public IInfluenceSource? Influence { get; }

    /// <inheritdoc/>
    /// <remarks>The outer step is that of <see cref="LearnerOptions.OuterStep"/>.</remarks>
    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule)
        => Begin(start, Options.OuterStep(schedule, ParameterCount));

    /// <summary>Begins a training with an outer step of one's own.</summary>
    /// <param name="start">θ at its start. Shape [<see cref="ParameterCount"/>].</param>
    /// <param name="outerStep">Moves θ; of this training alone.</param>
    /// <returns>The training.</returns>
    /// <exception cref="ArgumentException"><paramref name="start"/> has another length.</exception>
    public GradientTraining Begin(ReadOnlySpan<Real> start, IOuterStep outerStep) => start.Length == ParameterCount
        ? new GradientTraining(this, start.ToArray(), outerStep)
        : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

    /// <summary>Asks to stop the work under way; for use inside an item.</summary>
    internal CancellationToken Cancellation => Pool.Cancellation;

    /// <summary>Operations of all matrix products of surrogates and their derivatives on this process so far, 2·M·N·K each. Not while work
    /// runs.</summary>
    internal double ProductOperations => _workers.Sum(static worker => worker?.ProductOperations ?? 0);

    internal Func<IValueFeatures> ValueFeatures { get; }

    internal SurrogateProgram InnerProgram { get; }

    internal SurrogateProgram OuterProgram { get; }

    internal SurrogateProgram RatioProgram { get; }

    internal SurrogateProgram HeldInnerProgram { get; }

    /// <summary>The score function, for terms of the samples' own dependence on θ.</summary>
    internal SurrogateProgram ScoreProgram => _score.Value;

    internal SurrogateProgram? LikelihoodProgram { get; }

    internal TensorSpec? Frozen { get; }

    /// <summary>Runs work items on the threads of this process, each with its worker's scratch.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="body">Receives the scratch and the item; must write only to the item's own place.</param>
    /// <param name="token">Checked between items.</param>
    public void Run(int items, Action<GradientWorker, int> body, CancellationToken token = default)
        => Pool.Run(items, (worker, item) => body(Worker(worker), item), token);

    /// <summary>Divides work items over processes and threads; every process receives all their numbers. See
    /// <see cref="WorkPool.Gather"/>.</summary>
    /// <param name="items">The items. What an item keeps besides its row stays on the process that did it.</param>
    /// <param name="body">Receives the scratch, the item and its row to fill. Shape [Width].</param>
    /// <returns>Rows in the order of the items. Shape [Count][Width].</returns>
    public double[][] Gather(WorkItems items, Action<GradientWorker, int, double[]> body)
        => Pool.Gather(items, (worker, item, row) => body(Worker(worker), item, row));

    /// <summary>The same, with a weighted sum of the items' vectors in the order of the items. See <see cref="WorkPool.Sum"/>.</summary>
    /// <param name="items">The items.</param>
    /// <param name="weights">Weight per item. Shape [Count].</param>
    /// <param name="destination">Receives the sum. Shape [n].</param>
    /// <param name="body">Receives the scratch, the item and its row to fill: numbers for all processes, then the item's vector. Shape
    /// [Width + n].</param>
    /// <returns>The numbers for all processes, in the order of the items. Shape [Count][≥ Width].</returns>
    public double[][] Sum(
        WorkItems items, IReadOnlyList<double> weights, Span<double> destination, Action<GradientWorker, int, double[]> body)
        => Pool.Sum(items, weights, destination, (worker, item, row) => body(Worker(worker), item, row));

    /// <summary>Whether other workers have, or soon will have, nothing to do. See <see cref="WorkPool.IsRunningOut"/>.</summary>
    internal bool IsRunningOut => Pool.IsRunningOut;

    /// <summary>Divides work of one item among its worker and those that have nothing left to do. See
    /// <see cref="WorkPool.Share"/>.</summary>
    internal void Share(int worker, int parts, Action<GradientWorker, int> body)
        => Pool.Share(worker, parts, (helper, part) => body(Worker(helper), part));

    internal GradientWorker Worker(int worker) => _workers[worker] ??= new GradientWorker(this, worker);

    /// <summary>The task from which the rollouts after adaptation come: the task itself, except where the family says otherwise.</summary>
    internal MdpTask ScoreTask(MdpTask task) => Family is IScoreTasks family ? family.ScoreTask(task) : task;

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
        foreach (GradientWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }
}
