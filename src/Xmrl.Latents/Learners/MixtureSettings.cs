using System.Collections.Immutable;
using Xmrl.Latents.Learning;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Learners;

/// <summary>The mixture of SDVT: tasks are decomposed into components.</summary>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023), author code.</seealso>
internal sealed record MixtureSettings : IValidated
{
    /// <summary>Components K, in [2, 1000]. Default 10 (Lee et al. 2023, author code; 5 in its light variant).</summary>
    /// <unit>components</unit>
    public int Components { get; init; } = 10;

    /// <summary>Weight of ln K less the entropy of the mixture, in [0, 1000000]. Default 1 (Lee et al. 2023, author code).</summary>
    /// <unit>weight per nat</unit>
    public double ComponentWeight { get; init; } = 1;

    /// <summary>Weight of the term that puts components into an order, so that few are used, in [0, 1000000]. Default 1 (Lee et al. 2023,
    /// author code).</summary>
    /// <unit>weight per nat</unit>
    public double OrderWeight { get; init; } = 1;

    /// <summary>Weight of the squared distance of the dispersed latent from the memory, in [0, 1000000]. Default 10 (Lee et al. 2023,
    /// author code).</summary>
    /// <unit>weight</unit>
    public double DispersionWeight { get; init; } = 10;

    /// <summary>Hidden layers of the dispersion, which spreads a latent to the size of the memory before the reward's decoder, each in
    /// [1, 10000]; at least one. Default 256, 256 (Lee et al. 2023, author code).</summary>
    /// <unit>units</unit>
    public ImmutableArray<int> DispersionSizes { get; init; } = [256, 256];

    /// <summary>Options of one component, made into those of a mixture.</summary>
    /// <param name="options">The options.</param>
    internal LatentOptions Into(LatentOptions options) => options with
    {
        Shape = options.Shape with { Components = Components, DispersionSizes = DispersionSizes },
        Model = options.Model with
        {
            Weights = options.Model.Weights with
            {
                Components = ComponentWeight,
                Order = OrderWeight,
                Dispersion = DispersionWeight,
            },
        },
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(2, 1_000).Check(nameof(Components), Components),
        .. NumberRange.Closed(0, 1e6).Check(nameof(ComponentWeight), ComponentWeight),
        .. NumberRange.Closed(0, 1e6).Check(nameof(OrderWeight), OrderWeight),
        .. NumberRange.Closed(0, 1e6).Check(nameof(DispersionWeight), DispersionWeight),
        .. DispersionSizes.SelectMany(size => NumberRange.Closed(1, 10_000).Check(nameof(DispersionSizes), size)),
        .. !DispersionSizes.IsDefaultOrEmpty ? (ValidationError[])[] :
            [new ValidationError(nameof(DispersionSizes), "at least one layer", "[]")],
    ];
}
