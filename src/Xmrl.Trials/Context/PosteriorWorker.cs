using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Replay;

namespace Xmrl.Trials.Context;

/// <summary>What one thread works with.</summary>
internal sealed class PosteriorWorker : IDisposable
{
    private readonly Lazy<CriticStep> _critic;
    private readonly Lazy<PolicyStep> _policy;
    private readonly Lazy<ReturnGradient> _returns;
    private readonly PosteriorRecipe _options;

    /// <summary>Makes it; programs of training are recorded when they are first asked for.</summary>
    /// <param name="family">The environments.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="options">Constants.</param>
    public PosteriorWorker(IEnvironmentFamily family, PosteriorNetworks networks, PosteriorRecipe options)
    {
        _options = options;
        Sampler = new EpisodeSampler(family, networks, options.ActionScale);
        Rows = new ContextRows(family.Spec, options.NextInContext);
        Encoder = networks.Encoder is { } encoder ? new EncoderStep(encoder) : null;
        ContextBatch = new ReplayBatch(
            new ReplayShape(family.Spec.ObservationSize, family.Spec.ActionSize, options.ReplayCapacity), options.ContextSamples);
        _critic = new Lazy<CriticStep>(() => new CriticStep(networks.Soft, options.Soft, options.Batch));
        _policy = new Lazy<PolicyStep>(() => new PolicyStep(networks.Soft, options.Soft, options.Batch));
        _returns = new Lazy<ReturnGradient>(() => new ReturnGradient(networks));
    }

    /// <summary>Samples trajectories.</summary>
    public EpisodeSampler Sampler { get; }

    /// <summary>The context of the task at hand.</summary>
    public ContextRows Rows { get; }

    /// <summary>Transitions of the context, drawn from replay.</summary>
    public ReplayBatch ContextBatch { get; }

    /// <summary>The posterior; null without a latent.</summary>
    public EncoderStep? Encoder { get; }

    /// <summary>The critics' part of a step.</summary>
    public CriticStep Critic => _critic.Value;

    /// <summary>The policy's part of a step.</summary>
    public PolicyStep Policy => _policy.Value;

    /// <summary>The gradient of returns, for tracing.</summary>
    public ReturnGradient Returns => _returns.Value;

    /// <summary>A latent of the prior N(0, I).</summary>
    /// <param name="key">Random numbers.</param>
    /// <returns>Shape [L]; empty without a latent.</returns>
    public Real[] Prior(RandomKey key)
    {
        var noise = new Real[_options.Latent];
        key.Derive(RandomPurpose.LatentNoise).FillNormal(0, noise);
        return noise;
    }

    /// <summary>A latent of the posterior; of the prior where there is no context.</summary>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="samples">Transitions to infer from, drawn with replacement; 0 for all.</param>
    /// <param name="key">Random numbers.</param>
    /// <returns>Shape [L]; empty without a latent.</returns>
    public Real[] Posterior(ReadOnlySpan<Real> parameters, int samples, RandomKey key)
    {
        Real[] noise = Prior(key);
        if (Encoder is null || Rows.Count == 0)
        {
            return noise;
        }

        var latent = new Real[noise.Length];
        Encoder.Infer(parameters, samples == 0 ? Rows.All() : Rows.Draw(samples, key), noise, latent);
        return latent;
    }

    /// <inheritdoc/>
    public void Dispose() => Sampler.Dispose();
}
