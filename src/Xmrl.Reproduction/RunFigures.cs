using System.Collections.Immutable;

namespace Xmrl.Reproduction;

/// <summary>What a finished run contributes to a table.</summary>
internal sealed record RunFigures
{
    /// <summary>Values by <see cref="ReproductionCell.Key"/>; a run may fill several cells.</summary>
    public required ImmutableSortedDictionary<string, double> Values { get; init; }

    /// <summary>What the run found beside its figures, in sentences.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Environment steps that the run took, without the scoring.</summary>
    public required long Interactions { get; init; }

    /// <summary>Seconds on the clock, over all sessions in which the run was worked on.</summary>
    public required double Seconds { get; init; }
}
