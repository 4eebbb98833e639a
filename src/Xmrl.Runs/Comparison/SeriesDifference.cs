namespace Xmrl.Runs.Comparison;

/// <summary>How far two trainings are alike.</summary>
internal sealed record SeriesDifference
{
    /// <summary>The file of metrics, such as metrics.jsonl.</summary>
    public required string File { get; init; }

    /// <summary>Iterations that both have and in which they are alike, from the first on.</summary>
    public required long Alike { get; init; }

    /// <summary>Iterations that only the first run has, after those that both have; 0 where the runs part before.</summary>
    public long OnlyFirst { get; init; }

    /// <summary>Iterations that only the second run has, after those that both have; 0 where the runs part before.</summary>
    public long OnlySecond { get; init; }

    /// <summary>First iteration in which they differ; null if they never do.</summary>
    public long? Iteration { get; init; }

    /// <summary>Tensors whose hashes differ there, in the order of the parameters; then arrays of the outer step's state.</summary>
    public IReadOnlyList<string> Tensors { get; init; } = [];

    /// <summary>Metrics that differ there, without times.</summary>
    public IReadOnlyList<ValueDifference> Metrics { get; init; } = [];

    /// <summary>Whether both runs have hashes; without them only metrics are compared.</summary>
    public required bool HasHashes { get; init; }
}
