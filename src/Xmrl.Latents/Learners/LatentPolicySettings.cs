using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>Proximal policy optimization of a policy that observes a latent, and of its value.</summary>
/// <seealso href="https://arxiv.org/abs/1707.06347">Schulman et al. (2017).</seealso>
internal sealed record LatentPolicySettings : IValidated
{
    /// <summary>Units that embed each of the policy's inputs, in [1, 10000]. Default 64 (Lee et al. 2023, author code).</summary>
    /// <unit>units</unit>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>Passes over the steps of an iteration, in [1, 1000]. Default 5 (Lee et al. 2023, author code).</summary>
    /// <unit>passes</unit>
    public int Epochs { get; init; } = 5;

    /// <summary>Minibatches per pass, of steps, in [1, 1000]. Default 10 (Lee et al. 2023, author code).</summary>
    /// <unit>minibatches</unit>
    public int Minibatches { get; init; } = 10;

    /// <summary>Range of the clipped surrogate and of the clipped value, in (0, 1). Default 0.1 (Lee et al. 2023, author code).</summary>
    /// <unit>ratio of probabilities; standard deviations of returns</unit>
    public double ClipRange { get; init; } = 0.1;

    /// <summary>Weight of the policy's entropy in nats against standardised advantages, in [0, 10]. Default 0.001 (Lee et al. 2023,
    /// author code).</summary>
    /// <unit>weight per nat</unit>
    public double Entropy { get; init; } = 1e-3;

    /// <summary>Largest norm of the policy's gradient, and of the value's, &gt; 0. Default 0.5 (Lee et al. 2023, author code).</summary>
    /// <unit>norm of a gradient</unit>
    public double MaximumGradientNorm { get; init; } = 0.5;

    /// <summary>λ of generalized advantage estimation over the steps of a trial, in [0, 1]. Default 0.9 (Lee et al. 2023, author
    /// code).</summary>
    /// <unit>factor per step</unit>
    public double Trace { get; init; } = 0.9;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 10_000).Check(nameof(EmbeddingSize), EmbeddingSize),
        .. NumberRange.Closed(1, 1_000).Check(nameof(Epochs), Epochs),
        .. NumberRange.Closed(1, 1_000).Check(nameof(Minibatches), Minibatches),
        .. NumberRange.Open(0, 1).Check(nameof(ClipRange), ClipRange),
        .. NumberRange.Closed(0, 10).Check(nameof(Entropy), Entropy),
        .. NumberRange.Positive.Check(nameof(MaximumGradientNorm), MaximumGradientNorm),
        .. NumberRange.Closed(0, 1).Check(nameof(Trace), Trace),
    ];
}
