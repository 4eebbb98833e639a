namespace Xmrl.Runs.Reports.Pictures;

/// <summary>How the tasks and episodes of an environment are drawn.</summary>
internal sealed record ReportScene
{
    /// <summary>The pictures, in reading order; names are unique.</summary>
    public IReadOnlyList<ReportPicture> Pictures { get; init; } = [];

    /// <summary>What all tasks have in common.</summary>
    public IReadOnlyList<ReportMark> Marks { get; init; } = [];

    /// <summary>Maps of the tasks; where there are none, parameters are drawn in pairs.</summary>
    public IReadOnlyList<ReportTaskMap> Maps { get; init; } = [];

    /// <summary>One or two sentences below the pictures; null for none.</summary>
    public string? Note { get; init; }
}
