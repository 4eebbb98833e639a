using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>One layer whose weight and bias are ψ = W·z + b: first the weight, row after row, then the bias.</summary>
internal readonly record struct GeneratedLayer
{
    /// <summary>The latent z. Shape [c, 1].</summary>
    public required TensorSpec Latent { get; init; }

    /// <summary>The matrix W. Shape [p, c].</summary>
    public required TensorSpec Weight { get; init; }

    /// <summary>The offset b. Shape [p, 1].</summary>
    public required TensorSpec Bias { get; init; }

    /// <summary>Index of the first element of ψ within the generated parameters of the network.</summary>
    public required int At { get; init; }

    /// <summary>Outputs of the layer.</summary>
    public required int Outputs { get; init; }

    /// <summary>p, the elements of ψ.</summary>
    public int Length => Bias.Length;
}
