using Xmrl.Numerics.Matrices;

namespace Xmrl.Offline.Networks;

/// <summary>Samples of the policy's objectives.</summary>
internal readonly ref struct PolicySamples
{
    /// <summary>Normalised observations. Shape [O, n].</summary>
    public required ConstMatrix Observations { get; init; }

    /// <summary>Actions in units of the action limit, or one-hot. Shape [encoded size, n].</summary>
    public required ConstMatrix Actions { get; init; }

    /// <summary>Weights over n. Shape [n].</summary>
    public required ReadOnlySpan<Real> Weights { get; init; }

    /// <summary>Advantages that the head regresses on. Shape [n].</summary>
    public required ReadOnlySpan<Real> Advantages { get; init; }
}
