using Xmrl.Latents.Learning;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>Virtual training: some iterations train the policy on rewards that the model makes up for mixtures of components.</summary>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023), author code.</seealso>
internal sealed record VirtualSettings : IValidated
{
    /// <summary>Largest share of iterations, in [0, 1]; 0 for no virtual training. Default 0.125 (Lee et al. 2023, author code: 0.05 more
    /// every 1e8 steps, to 2.5e8).</summary>
    /// <unit>share</unit>
    public double Share { get; init; } = 0.125;

    /// <summary>Environment steps of the training over which the share grows from 0, in [1, 1000000000000]. Default 2.5e8 (Lee et al.
    /// 2023, author
    /// code).</summary>
    /// <unit>environment steps</unit>
    public double Steps { get; init; } = 2.5e8;

    /// <summary>The options; null for no virtual training.</summary>
    internal VirtualOptions? Options => Share > 0 ? new VirtualOptions { Share = Share, Steps = (long)Steps } : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(0, 1).Check(nameof(Share), Share),
        .. NumberRange.Closed(1, 1e12).Check(nameof(Steps), Steps),
    ];
}
