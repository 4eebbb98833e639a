using System.Collections.Immutable;

namespace Xmrl.Rl.Networks;

/// <summary>The form of a perceptron that sees samples and, the same for all of them, a latent.</summary>
/// <remarks>h₁ = max(0, W₁x + (b₁ + W_z·z)), hₗ = max(0, Wₗhₗ₋₁ + bₗ), and the output is W·h_L + b.</remarks>
internal sealed record NetworkShape
{
    /// <summary>First part of the tensors' names.</summary>
    public required string Name { get; init; }

    /// <summary>Components of a sample x, ≥ 1.</summary>
    public required int Inputs { get; init; }

    /// <summary>L, components of the latent z, ≥ 0; 0 for none.</summary>
    public int Latent { get; init; }

    /// <summary>Widths of the hidden layers; at least one.</summary>
    public required ImmutableArray<int> Hidden { get; init; }

    /// <summary>Components of the output, ≥ 1.</summary>
    public required int Outputs { get; init; }

    /// <summary>The last layer's first parameters are uniform in ± this.</summary>
    public double OutputBound { get; init; } = 3e-3;
}
