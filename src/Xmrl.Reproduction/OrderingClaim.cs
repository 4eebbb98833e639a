namespace Xmrl.Reproduction;

/// <summary>What a paper concludes from two cells of a column: one row is better than the other.</summary>
/// <param name="Better">The row that the paper finds better.</param>
/// <param name="Worse">The row that it beats.</param>
/// <param name="Column">The column.</param>
internal sealed record OrderingClaim(string Better, string Worse, string Column);
