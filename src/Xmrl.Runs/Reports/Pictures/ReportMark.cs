namespace Xmrl.Runs.Reports.Pictures;

/// <summary>Something that is drawn in a picture, in the coordinates of its axes.</summary>
internal sealed record ReportMark
{
    /// <summary>Name of the picture.</summary>
    public required string Picture { get; init; }

    /// <summary>What the points mean.</summary>
    public required ReportShape Shape { get; init; }

    /// <summary>What it is for the task.</summary>
    public required ReportRole Role { get; init; }

    /// <summary>What it is, in a word or two, for the legend.</summary>
    public required string Label { get; init; }

    /// <summary>Points as [x, y].</summary>
    public double[][] Points { get; init; } = [];

    /// <summary>Radius of a disc, &gt; 0, in units of the axes; null for other shapes.</summary>
    public double? Radius { get; init; }
}
