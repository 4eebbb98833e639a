namespace Xmrl.Import.Layouts;

/// <summary>Names of a layer's tensors in a file of any origin.</summary>
internal sealed record LayerNames
{
    /// <summary>Name of the weight.</summary>
    public string Weight { get; init; } = "";

    /// <summary>Name of the bias.</summary>
    public string Bias { get; init; } = "";

    /// <summary>Whether the weight is [inputs, outputs]; null where the length of the bias tells. A square weight without this is taken as
    /// [outputs, inputs].</summary>
    public bool? Transposed { get; init; }
}
