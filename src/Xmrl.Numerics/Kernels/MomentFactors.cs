namespace Xmrl.Numerics.Kernels;

/// <summary>Constants of one step of Adam.</summary>
internal readonly record struct MomentFactors
{
    /// <summary>Decay β₁ of the mean.</summary>
    public required Real MeanMemory { get; init; }

    /// <summary>1 − β₁.</summary>
    public required Real MeanShare { get; init; }

    /// <summary>Decay β₂ of the mean square.</summary>
    public required Real SquareMemory { get; init; }

    /// <summary>1 − β₂.</summary>
    public required Real SquareShare { get; init; }

    /// <summary>α / (1 − β₁ᵗ).</summary>
    public required Real Step { get; init; }

    /// <summary>1 / (1 − β₂ᵗ).</summary>
    public required Real Correction { get; init; }

    /// <summary>ε, added to the root.</summary>
    public required Real Epsilon { get; init; }
}
