namespace Xmrl.Trials.Objectives;

/// <summary>One statistic of the policy that sampled a block, row after row, packed.</summary>
/// <param name="Values">Shape [rows, columns of the block], or [rows, 1].</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="IsWide">Whether every sample has its own, as a mean has; a log σ is the same for all.</param>
internal readonly record struct TrialStatistic(Real[] Values, int Rows, bool IsWide);
