using Xmrl.Numerics.Validation;

namespace Xmrl.Attention.Networks;

/// <summary>Sizes of a policy that attends to the episodes of a trial.</summary>
internal sealed record AttentionShape
{
    /// <summary>Features d of every token, a multiple of <see cref="Heads"/>.</summary>
    public required int Width { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Heads of every attention, ≥ 1.</summary>
    public required int Heads { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Layers within an episode, ≥ 1.</summary>
    public required int EpisodeLayers { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Layers across episodes, ≥ 1.</summary>
    public required int TrialLayers { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Hidden units of the perceptron of every layer, ≥ 1.</summary>
    public required int HiddenSize { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Transitions T_w that an episode shows of itself, ≥ 1.</summary>
    public required int Transitions { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Episodes E that are attended to, the current one among them, ≥ 1.</summary>
    public required int Episodes { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>What keeps the layers trainable.</summary>
    public required BlockNorm Norm { get; init; }

    /// <summary>Past episodes M.</summary>
    public int Past => Episodes - 1;

    /// <summary>Layers of both transformers.</summary>
    public int Layers => EpisodeLayers + TrialLayers;
}
