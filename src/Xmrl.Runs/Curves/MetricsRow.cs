using System.Collections.Immutable;

namespace Xmrl.Runs.Curves;

/// <summary>The numbers of one iteration.</summary>
/// <param name="Iteration">Iteration, from 0.</param>
/// <param name="Values">Numbers by name, such as charts/return or task/12/return; may hold NaN and infinities.</param>
public sealed record MetricsRow(long Iteration, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Hashes after the iteration by tensor, in file order: lower-case hexadecimal SHA-256, whole or its first digits.
    /// <c>parameters</c> is over all parameters. Empty where the record has none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hashes { get; init; } = ImmutableArray<KeyValuePair<string, string>>.Empty;
}
