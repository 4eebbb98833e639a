using System.Collections.Immutable;
using Xmrl.Numerics.Validation;

namespace Xmrl.Latents.Networks;

/// <summary>Sizes of the networks.</summary>
internal sealed record LatentShape
{
    /// <summary>M, the size of the memory, ≥ 1.</summary>
    public required int MemorySize { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Units that embed an input before the memory, ≥ 1.</summary>
    public required int EmbeddingSize { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>L, components of the latent z, ≥ 1.</summary>
    public required int LatentSize { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>K, components y of the mixture, ≥ 1; 1 for none.</summary>
    public required int Components { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Hidden layers of q(y|h) and q(z|h, y).</summary>
    public required ImmutableArray<int> HeadSizes { get; init; }

    /// <summary>Hidden layers of the dispersion z → ĥ; empty where the decoders see z itself.</summary>
    public required ImmutableArray<int> DispersionSizes { get; init; }

    /// <summary>Hidden layers of the decoders.</summary>
    public required ImmutableArray<int> DecoderSizes { get; init; }

    /// <summary>Units that embed a state in the decoders, ≥ 1.</summary>
    public required int StateEmbedding { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Units that embed an action in the decoders, ≥ 1.</summary>
    public required int ActionEmbedding { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Units that embed each of the policy's inputs, ≥ 1.</summary>
    public required int PolicyEmbedding { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Components that the policy sees of a mixture: K, or none of a single one.</summary>
    public int SeenComponents => Components > 1 ? Components : 0;
}
