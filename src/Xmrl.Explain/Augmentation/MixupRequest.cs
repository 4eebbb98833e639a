using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Augmentation;

/// <summary>How many mixed samples to draw, from which random numbers.</summary>
internal sealed record MixupRequest
{
    /// <summary>m, the number of pairs drawn, ≥ 1.</summary>
    public required int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Count));
            field = value;
        }
    }

    /// <summary>Source of all randomness: pair i and its action noise depend on this key and i alone, not on λ, so two calls with one key
    /// and another λ share them.</summary>
    public required RandomKey Key { get; init; }
}
