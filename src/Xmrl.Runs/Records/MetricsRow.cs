namespace Xmrl.Runs.Records;

/// <summary>The numbers of one iteration.</summary>
/// <param name="Iteration">Iteration, from 0.</param>
/// <param name="Values">Numbers by name, such as charts/return or task/12/return; may hold NaN and infinities.</param>
public sealed record MetricsRow(long Iteration, IReadOnlyDictionary<string, double> Values);
