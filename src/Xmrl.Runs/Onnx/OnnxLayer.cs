using System.Collections.Immutable;

namespace Xmrl.Runs.Onnx;

/// <summary>A layer y = W·x + b.</summary>
internal sealed record OnnxLayer
{
    /// <summary>Name of the layer, for example <c>layers.0</c>; its tensors are called <c>layers_0_weight</c> and
    /// <c>layers_0_bias</c>.</summary>
    public required string Name { get; init; }

    /// <summary>W, row-major. Shape [outputs, inputs].</summary>
    public required ImmutableArray<float> Weight { get; init; }

    /// <summary>Bias b. Shape [outputs].</summary>
    public required ImmutableArray<float> Bias { get; init; }

    /// <summary>Some outputs of the layer, as a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="first">The first output.</param>
    /// <param name="count">Number of outputs.</param>
    public OnnxLayer Part(string name, int first, int count)
    {
        int inputs = Weight.Length / Bias.Length;
        return new OnnxLayer
        {
            Name = name,
            Weight = [.. Weight.AsSpan(first * inputs, count * inputs)],
            Bias = [.. Bias.AsSpan(first, count)],
        };
    }
}
