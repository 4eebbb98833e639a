using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;

namespace Xmrl.Latents.Learning;

/// <summary>VariBAD and SDVT: an encoder infers a latent from a trial's history by learning to predict rewards and states, and a policy
/// that observes the latent is trained by proximal policy optimization. Nothing is learned inside a trial; adaptation is what the encoder
/// infers.</summary>
/// <remarks>θ is all networks with the normalisation of the policy's inputs. No gradient of the policy reaches the encoder.</remarks>
internal sealed class LatentLearner : IMetaLearner
{
    private readonly LatentWorker?[] _workers;

    /// <summary>Puts the learner together.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="policy">Says the kind of actions and the hidden layers of policy and value.</param>
    /// <param name="options">The parts.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library or has a context, or virtual training is wanted
    /// of one component.</exception>
    public LatentLearner(IEnvironmentFamily family, IPolicy policy, LatentOptions options, WorkPool pool)
    {
        if (options.Virtual is not null && options.Shape.Components == 1)
        {
            throw new ArgumentException(
                "Virtual training mixes components; found components 1, expected at least 2.", nameof(options));
        }

        (Family, Options, Pool) = (family, options, pool);
        Networks = new LatentNetworks(family.Spec, policy, options.Shape);
        LatentProgram = new LatentProgram(Networks, options.Model.Weights);
        DecoderProgram = new DecoderProgram(Networks, options.Model.Weights);
        PolicyProgram = new TrialProgram(Networks.Policy, new Clipped(options.ClipRange), options.Entropy > 0);
        ValueProgram = new ValueProgram(Networks, options.ClipRange);
        Adaptation = new LatentAdaptation(this);
        Influence = new LatentInfluence(this);
        _workers = new LatentWorker?[pool.Threads];
    }

    /// <inheritdoc/>
    public IEnvironmentFamily Family { get; }

    /// <inheritdoc/>
    public WorkPool Pool { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Tensors => Networks.Tensors;

    /// <inheritdoc/>
    public int ParameterCount => Networks.End;

    /// <inheritdoc/>
    public IAdaptation Adaptation { get; }

    /// <inheritdoc/>
    public IInfluenceSource? Influence { get; }

    /// <summary>The parts.</summary>
    internal LatentOptions Options { get; }

    /// <summary>The networks.</summary>
    internal LatentNetworks Networks { get; }

    /// <summary>From memory to latent.</summary>
    internal LatentProgram LatentProgram { get; }

    /// <summary>The decoders.</summary>
    internal DecoderProgram DecoderProgram { get; }

    /// <summary>The clipped surrogate.</summary>
    internal TrialProgram PolicyProgram { get; }

    /// <summary>The value.</summary>
    internal ValueProgram ValueProgram { get; }

    /// <inheritdoc/>
    public void Initialize(RandomKey key, Span<Real> parameters) => Networks.Initialize(key, parameters);

    /// <inheritdoc/>
    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => start.Length == ParameterCount
        ? new LatentTraining(this, start, schedule)
        : throw new ArgumentException($"start has shape [{start.Length}]; the learner has [{ParameterCount}].", nameof(start));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LatentWorker? worker in _workers)
        {
            worker?.Dispose();
        }
    }

    /// <summary>What a thread works with.</summary>
    /// <param name="worker">Number of the thread.</param>
    internal LatentWorker Worker(int worker) => _workers[worker] ??= new LatentWorker(this);
}
