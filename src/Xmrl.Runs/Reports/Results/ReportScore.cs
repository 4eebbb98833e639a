namespace Xmrl.Runs.Reports.Results;

/// <summary>What a score measures. Higher is better, always.</summary>
internal sealed record ReportScore
{
    /// <summary>Name in running text, such as "success rate" or "return".</summary>
    public required string Name { get; init; }

    /// <summary>True where scores are shares in [0, 1], which the report prints in per cent.</summary>
    public bool IsShare { get; init; }

    /// <summary>Unit of scores that are not shares, such as "USD"; null for pure numbers.</summary>
    public string? Unit { get; init; }

    /// <summary>A task counts as degraded when it loses more than this, in units of the score, ≥ 0.</summary>
    public double DegradedBy { get; init; }
}
