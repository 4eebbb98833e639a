namespace Xmrl.Runs.Reports.Explanations;

/// <summary>One kind of failing tasks.</summary>
internal sealed record ReportKind
{
    /// <summary>What tells its tasks from others.</summary>
    public required string Description { get; init; }

    /// <summary>Ids of its failing validation tasks, worst first.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Why it fails, in a few words.</summary>
    public required string Cause { get; init; }

    /// <summary>Share of the evidence that speaks for the cause, in [0, 1].</summary>
    public double Confidence { get; init; }

    /// <summary>What is prescribed, in one sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether its remedy was the one that the run took.</summary>
    public bool IsPrescribed { get; init; }

    /// <summary>The evidence, one sentence per probe.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
