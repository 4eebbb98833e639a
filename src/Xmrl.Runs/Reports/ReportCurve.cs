namespace Xmrl.Runs.Reports;

/// <summary>One line of a chart.</summary>
internal sealed record ReportCurve
{
    /// <summary>Title of the chart that the curve belongs to, such as "Meta-training".</summary>
    public required string Stage { get; init; }

    /// <summary>What the line shows. A method's name where it belongs to a method: the line then has the method's colour.</summary>
    public required string Label { get; init; }

    /// <summary>Label of the horizontal axis with its unit.</summary>
    public string XLabel { get; init; } = "iteration";

    /// <summary>Label of the vertical axis with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>True where y is a share in [0, 1], printed in per cent.</summary>
    public bool IsShare { get; init; }

    /// <summary>Points in ascending order of x.</summary>
    public IReadOnlyList<ReportCurvePoint> Points { get; init; } = [];
}
