namespace Xmrl.Runs.Onnx;

/// <summary>An operator with one input that is not constant.</summary>
/// <param name="Operator">For example Gemm.</param>
/// <param name="Name">Its name, or that of its output.</param>
internal sealed record OnnxLink(string Operator, string Name)
{
    /// <summary>Its constant; null for none.</summary>
    public OnnxConstant? Weight { get; init; }

    /// <summary>Name of that constant; empty for none.</summary>
    public string WeightName { get; init; } = "";

    /// <summary>The constant that Gemm adds; null for none.</summary>
    public OnnxConstant? Bias { get; init; }

    /// <summary>Whether Gemm multiplies with the transpose of its constant.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether the constant comes before the input that is none.</summary>
    public bool IsConstantFirst { get; init; }
}
