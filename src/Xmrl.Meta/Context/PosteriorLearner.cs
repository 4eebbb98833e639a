using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Context;

/// <summary>PEARL: a soft actor-critic whose networks see a latent that is inferred from transitions of the task. Without a latent it is
/// the plain soft actor-critic.</summary>
/// <remarks>θ is all networks: encoder, policy, critics, value. There is no <see cref="Influence"/>: coupled errors with constants in them
/// are the gradient of no function.</remarks>
/// <seealso href="https://arxiv.org/abs/1903.08254">Rakelly et al. (2019), Efficient Off-Policy Meta-Reinforcement Learning via
/// Probabilistic Context Variables.</seealso>
internal sealed class PosteriorLearner : IMetaLearner
{
    private readonly PosteriorWorker?[] _workers;

    /// <summary>Puts the learner together.</summary>
    /// <param name="family">The environments; actions must be real.</param>
    /// <param name="options">Constants.</param>
    /// <param name="pool">Runs the work.</param>
    /// <exception cref="ArgumentException">The environment has categorical actions.</exception>
    public PosteriorLearner(IEnvironmentFamily family, PosteriorRecipe options, WorkPool pool)
    {
        if (family.Spec.ActionChoices > 0)
        {
            throw new ArgumentException(
                $"'{family.Spec.Id}' has {family.Spec.ActionChoices} actions to choose from; a soft actor-critic needs real ones.",
                nameof(family));
        }

        // Trajectories are never cut, so a phase of a collection may go on to the end of one.
        int horizon = family.Spec.Horizon;
        int[] phases = [options.PriorSteps, options.PosteriorSteps, options.ExtraSteps];
        int collected = phases.Sum(steps => (steps + horizon - 1) / horizon * horizon);
        if (options.ReplayCapacity < collected)
        {
            throw new ArgumentException(
                $"replayCapacity is {options.ReplayCapacity}; one collection of {collected} steps of '{family.Spec.Id}' would overwrite "
                    + $"its own context: expected at least {collected}.",
                nameof(options));
        }

        (Family, Options, Pool) = (family, options, pool);
        Networks = new PosteriorNetworks(family.Spec, options);
        Adaptation = new PosteriorAdaptation(this);
        _workers = new PosteriorWorker?[pool.Threads];
    }

    /// <inheritdoc/>
    public IEnvironmentFamily Family { get; }

    /// <inheritdoc/>
    public WorkPool Pool { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Tensors => Networks.Tensors;

    /// <inheritdoc/>
    public int ParameterCount => Networks.ParameterCount;

    /// <inheritdoc/>
    public IAdaptation Adaptation { get; }

    /// <inheritdoc/>
    public IInfluenceSource? Influence => null;

    /// <summary>Constants.</summary>
    internal PosteriorRecipe Options { get; }

    /// <summary>The networks.</summary>
    internal PosteriorNetworks Networks { get; }

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters) => Networks.Initialize(key, parameters);

    /// <inheritdoc/>
    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => start.Length == ParameterCount
        ? new PosteriorTraining(this, start, schedule)
        : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosteriorWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }

    /// <summary>What a thread works with.</summary>
    /// <param name="worker">Number of the thread.</param>
    internal PosteriorWorker Worker(int worker) => _workers[worker] ??= new PosteriorWorker(Family, Networks, Options);
}
