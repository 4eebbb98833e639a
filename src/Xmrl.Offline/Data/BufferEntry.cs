using System.Collections.Immutable;

namespace Xmrl.Offline.Data;

/// <summary>One buffer in dataset.json.</summary>
internal sealed record BufferEntry
{
    /// <summary>The set that its task belongs to.</summary>
    public required BufferSet Set { get; init; }

    /// <summary>Index of the task in its set, ≥ 0.</summary>
    public required int Index { get; init; }

    /// <summary>Parameters of the task.</summary>
    public required ImmutableArray<double> Parameters { get; init; }

    /// <summary>Name of the file beside dataset.json.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Steps, ≥ 1.</summary>
    public required int Steps { get; init; }

    /// <summary>Episodes, ≥ 1.</summary>
    public required int Episodes { get; init; }

    /// <summary>Mean undiscounted return of the episodes of the first, the middle and the last third of the steps; NaN where a third has
    /// no episode. Shape [3].</summary>
    public required ImmutableArray<double> StageReturns { get; init; }
}
