using System.Collections.Immutable;

namespace Xmrl.Reproduction;

/// <summary>What a table holds and claims, whether it is made now or was stored.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Claims">The orderings that the paper finds.</param>
/// <param name="ShareColumns">Columns whose values are shares or success rates.</param>
internal readonly record struct TableClaims(
    ImmutableArray<ReproductionCell> Cells, ImmutableArray<OrderingClaim> Claims, ImmutableArray<string> ShareColumns)
{
    /// <summary>The rows that the paper finds alike.</summary>
    public ImmutableArray<EquivalenceClaim> Equivalences { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether figures are too few or too small a copy of the paper's to be compared with them: then only claims are
    /// judged.</summary>
    public bool LeavesCells { get; init; }
}
