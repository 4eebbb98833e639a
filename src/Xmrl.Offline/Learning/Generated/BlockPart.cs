namespace Xmrl.Offline.Learning.Generated;

/// <summary>Some elements of ψ of one layer, which a thread works on at a time.</summary>
/// <param name="Layer">Number of the layer.</param>
/// <param name="First">First element within the layer.</param>
/// <param name="Count">Elements, ≥ 1.</param>
/// <param name="At">Index of the first element within ψ of the network.</param>
internal readonly record struct BlockPart(int Layer, int First, int Count, int At);
