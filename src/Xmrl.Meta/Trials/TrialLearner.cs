using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Advantages;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Meta.Trials;

/// <summary>Meta-reinforcement learning through memory: a policy that sees its own history plays trials of several trajectories of one
/// task, and is trained on whole trials. Nothing is learned inside a trial; adaptation is what the memory does.</summary>
internal sealed class TrialLearner : IMetaLearner
{
    private readonly TrialWorker?[] _workers;

    /// <summary>Assembles a learner whose policy has a recurrent memory.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="policy">Says sizes, layers before the memory, and the kind of the head.</param>
    /// <param name="options">The parts.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <exception cref="ArgumentException">The policy cannot be given a memory.</exception>
    public TrialLearner(IEnvironmentFamily family, IPolicy policy, TrialOptions options, WorkPool pool)
        : this(
            family, new GruPolicy(policy, options.MemorySize),
            (own, program, window) => new TrialEvaluator(((GruPolicy)own).Network, program, window), options, pool)
    {
    }

    /// <summary>Assembles a learner.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="objective">What a worker differentiates a surrogate with: policy, surrogate on its head, steps after which the gradient
    /// is truncated.</param>
    /// <param name="options">The parts.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    public TrialLearner(
        IEnvironmentFamily family, ITrialPolicy policy, Func<ITrialPolicy, TrialProgram, int, ITrialObjective> objective,
        TrialOptions options, WorkPool pool)
    {
        Family = family;
        Options = options;
        Pool = pool;
        Policy = policy;
        Objective = (program, window) => objective(policy, program, window);
        Features = new TrialFeatures(family.Spec, options.Credit.Trajectories, options.ValuesMemory ? policy.MemorySize : 0);
        ClippedProgram = new TrialProgram(Policy.Head, new Clipped(options.ClipRange), options.Entropy > 0);
        ObjectiveProgram = new TrialProgram(Policy.Head, new ImportanceRatio(), options.Entropy > 0);
        _workers = new TrialWorker?[pool.Threads];
        Adaptation = new TrialAdaptation(this);
        Influence = new TrialInfluence(this);
    }

    /// <inheritdoc/>
    public IEnvironmentFamily Family { get; }

    /// <summary>The policy with memory.</summary>
    public ITrialPolicy Policy { get; }

    /// <summary>The parts.</summary>
    public TrialOptions Options { get; }

    /// <inheritdoc/>
    public WorkPool Pool { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Tensors => Policy.Tensors;

    /// <inheritdoc/>
    public int ParameterCount => Policy.ParameterCount;

    /// <inheritdoc/>
    public IAdaptation Adaptation { get; }

    /// <inheritdoc/>
    public IInfluenceSource? Influence { get; }

    /// <summary>Makes what a worker differentiates with.</summary>
    internal Func<TrialProgram, int, ITrialObjective> Objective { get; }

    internal TrialFeatures Features { get; }

    internal TrialProgram ClippedProgram { get; }

    internal TrialProgram ObjectiveProgram { get; }

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters) => Policy.Initialize(key, parameters);

    /// <inheritdoc/>
    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => start.Length == ParameterCount
        ? new TrialTraining(
            this, start.ToArray(), new Adam(ParameterCount, new AdamOptions { StepSize = schedule.First }), schedule.Cosine())
        : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TrialWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }

    internal TrialWorker Worker(int worker) => _workers[worker] ??= new TrialWorker(this);
}
