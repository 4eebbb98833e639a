namespace Xmrl.Runs.Reports.Pictures;

/// <summary>One axis of a picture.</summary>
internal sealed record ReportAxis
{
    /// <summary>What is drawn along it, such as "value of the account".</summary>
    public required string Label { get; init; }

    /// <summary>Unit, such as "m"; null for pure numbers.</summary>
    public string? Unit { get; init; }

    /// <summary>Lower end of what is shown at least; null for what the marks need.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of what is shown at least, above <see cref="Low"/>; null for what the marks need.</summary>
    public double? High { get; init; }

    /// <summary>Whether the numbers are days since 1 January 1970.</summary>
    public bool IsDate { get; init; }
}
