namespace Xmrl.Reproduction;

/// <summary>What a paper concludes from two cells of a column: one row is better than the other.</summary>
/// <param name="Better">The row that the paper finds better.</param>
/// <param name="Worse">The row that it beats.</param>
/// <param name="Column">The column.</param>
/// <param name="By">What it is better by at least, ≥ 0, in units of the column; 0 for any difference.</param>
internal sealed record OrderingClaim(string Better, string Worse, string Column, double By = 0);
