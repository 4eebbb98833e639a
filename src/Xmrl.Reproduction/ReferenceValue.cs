namespace Xmrl.Reproduction;

/// <summary>A figure that gives a column its scale, such as what a policy scores that does nothing.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Column">The column that it belongs to.</param>
/// <param name="Value">The figure, in the column's unit.</param>
/// <param name="Source">How it was found, in a sentence.</param>
internal sealed record ReferenceValue(string Name, string Column, double Value, string Source);
