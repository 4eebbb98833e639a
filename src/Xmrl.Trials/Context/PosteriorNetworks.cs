using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Trials.Context;

/// <summary>All networks in one flat vector: the encoder, where there is a latent, then those of the soft actor-critic.</summary>
internal sealed class PosteriorNetworks
{
    /// <summary>Lays them out.</summary>
    /// <param name="spec">Sizes of the environment.</param>
    /// <param name="options">Sizes of the networks.</param>
    public PosteriorNetworks(EnvironmentSpec spec, PosteriorRecipe options)
    {
        ContextSize = (spec.ObservationSize * (options.NextInContext ? 2 : 1)) + spec.ActionSize + 1;
        Encoder = options.Latent == 0 ? null : new LatentNetwork(
            new NetworkShape
            {
                Name = "encoder",
                Inputs = ContextSize,
                Hidden = options.EncoderHidden,
                Outputs = 2 * options.Latent,
            },
            0);
        Soft = new SoftNetworks(
            spec.ObservationSize, spec.ActionSize, options.Latent, options.Hidden, options.Soft.Update, Encoder?.Length ?? 0);
        Tensors = [.. Encoder?.Tensors ?? [], .. Soft.Tensors];
    }

    /// <summary>Components of a transition of the context: o, a, r and perhaps o′.</summary>
    public int ContextSize { get; }

    /// <summary>f_φ; null without a latent.</summary>
    public LatentNetwork? Encoder { get; }

    /// <summary>Policy, critics and value.</summary>
    public SoftNetworks Soft { get; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<TensorSpec> Tensors { get; }

    /// <summary>Number of parameters P of all networks.</summary>
    public int ParameterCount => Soft.End;

    /// <summary>Networks that move together, each with an optimizer of its own, in the order of the flat vector.</summary>
    public IEnumerable<LatentNetwork> All => Encoder is null ? Soft.All : [Encoder, .. Soft.All];

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        Encoder?.Initialize(key.Derive(0), parameters);
        Soft.Initialize(key.Derive(1), parameters);
    }
}
