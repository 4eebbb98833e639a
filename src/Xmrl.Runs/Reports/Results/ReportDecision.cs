namespace Xmrl.Runs.Reports.Results;

/// <summary>The first line of a report: which policy to use, and why.</summary>
internal sealed record ReportDecision
{
    /// <summary>What was decided.</summary>
    public required ReportOutcome Outcome { get; init; }

    /// <summary>The decision in at most 25 words that need no knowledge of the field.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether the run is a short variant, which decides nothing.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The policy to use: a file in the folder of the run; null before there is one.</summary>
    public string? File { get; init; }
}
