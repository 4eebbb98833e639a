namespace Xmrl.Reproduction;

/// <summary>What a paper concludes from two cells of a column: the rows differ by so little that it does not matter.</summary>
/// <param name="First">One row.</param>
/// <param name="Second">The other.</param>
/// <param name="Column">The column.</param>
/// <param name="Margin">Largest difference that counts as none, &gt; 0, in units of the column.</param>
internal sealed record EquivalenceClaim(string First, string Second, string Column, double Margin);
