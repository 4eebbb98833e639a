using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Runs.Reports.Explanations;

/// <summary>One task.</summary>
internal sealed record ReportTask
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The set that it belongs to.</summary>
    public required ReportTaskSet Set { get; init; }

    /// <summary>What it is, in words; null where its parameters tell.</summary>
    public string? Name { get; init; }

    /// <summary>Parameters by name.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>True for the tasks on which the base policy does worst after adaptation, selected on other episodes than those of the
    /// scores.</summary>
    public bool IsPoor { get; init; }

    /// <summary>True for the training tasks that were selected as critical.</summary>
    public bool IsCritical { get; init; }

    /// <summary>Weight of a training task in the explanation.</summary>
    public ReportInfluence? Influence { get; init; }

    /// <summary>What of the task is drawn; empty where none of its episodes is shown.</summary>
    public IReadOnlyList<ReportMark> Marks { get; init; } = [];
}
