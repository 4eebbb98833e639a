using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>Proximal policy optimization on whole trials.</summary>
/// <seealso href="https://arxiv.org/abs/1707.06347">Schulman et al. (2017).</seealso>
public sealed record ProximalPolicySettings : IValidated
{
    /// <summary>Passes over the trials of an iteration, in [1, 1000]. Default 5 (Rothfuss et al. 2019, author code of RL²).</summary>
    /// <unit>passes</unit>
    public int Epochs { get; init; } = 5;

    /// <summary>Minibatches per pass, of whole trials, in [1, 1000]. Default 1 (Rothfuss et al. 2019, author code of RL²).</summary>
    /// <unit>minibatches</unit>
    public int Minibatches { get; init; } = 1;

    /// <summary>Range ε of the clipped surrogate, in (0, 1). Default 0.2 (Rothfuss et al. 2019, author code of RL²).</summary>
    /// <unit>ratio of probabilities</unit>
    public double ClipRange { get; init; } = 0.2;

    /// <summary>Weight η of the policy's entropy in nats against standardised advantages, in [0, 10]. Default 0 (Rothfuss et al. 2019,
    /// author code of RL²).</summary>
    /// <unit>weight per nat</unit>
    public double Entropy { get; init; }

    /// <summary>Largest norm of a gradient, &gt; 0. Default 1 (chosen by us, untested).</summary>
    /// <unit>norm of a gradient</unit>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_000).Check(nameof(Epochs), Epochs),
        .. NumberRange.Closed(1, 1_000).Check(nameof(Minibatches), Minibatches),
        .. NumberRange.Open(0, 1).Check(nameof(ClipRange), ClipRange),
        .. NumberRange.Closed(0, 10).Check(nameof(Entropy), Entropy),
        .. NumberRange.Positive.Check(nameof(MaximumGradientNorm), MaximumGradientNorm),
    ];
}
