namespace Xmrl.Runs.Reports.Pictures;

/// <summary>One picture of a task, in which marks are drawn.</summary>
internal sealed record ReportPicture
{
    /// <summary>Unique name, by which marks say where they belong.</summary>
    public required string Name { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ReportAxis X { get; init; }

    /// <summary>The vertical axis, upwards.</summary>
    public required ReportAxis Y { get; init; }

    /// <summary>Whether it is a place: both axes have one scale, and each phase has a picture of its own.</summary>
    public bool IsPlace { get; init; }

    /// <summary>Whether it is shown for the first of the shown tasks alone.</summary>
    public bool IsDetail { get; init; }
}
