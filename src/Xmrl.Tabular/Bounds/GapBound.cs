namespace Xmrl.Tabular.Bounds;

/// <summary>An upper bound on the optimality gap with the comparator that makes it smallest.</summary>
/// <param name="Value">The bound, mean over tasks; +∞ where no comparator has a finite divergence.</param>
/// <param name="Share">δ: how far the comparator is moved from the optimum, 0, to the center, 1, where the bound is the gap before
/// adaptation.</param>
/// <param name="Cost">E[J* − J of the comparator], a part of the bound.</param>
internal readonly record struct GapBound(double Value, double Share, double Cost);
