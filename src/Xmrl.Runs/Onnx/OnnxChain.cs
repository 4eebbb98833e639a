namespace Xmrl.Runs.Onnx;

/// <summary>The operators between the input of a graph and one of its outputs, each of which has one input that is not constant.</summary>
internal sealed record OnnxChain
{
    /// <summary>What messages call the file.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the input.</summary>
    public required string Input { get; init; }

    /// <summary>Name of the output.</summary>
    public required string Output { get; init; }

    /// <summary>The operators from the input to the output.</summary>
    public required IReadOnlyList<OnnxLink> Links { get; init; }

    /// <summary>All constants by name.</summary>
    public required IReadOnlyDictionary<string, OnnxConstant> Constants { get; init; }
}
