namespace Xmrl.Runs.Reports.Pictures;

/// <summary>Two parameters of the tasks that belong together, drawn as one map of the tasks.</summary>
internal sealed record ReportTaskMap
{
    /// <summary>Heading, such as "Where the goal lies".</summary>
    public required string Title { get; init; }

    /// <summary>Name of the parameter along the horizontal axis.</summary>
    public required string X { get; init; }

    /// <summary>Name of the parameter along the vertical axis; null for one parameter alone.</summary>
    public string? Y { get; init; }

    /// <summary>Unit of both; null for pure numbers.</summary>
    public string? Unit { get; init; }
}
