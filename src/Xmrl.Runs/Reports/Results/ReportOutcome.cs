namespace Xmrl.Runs.Reports.Results;

/// <summary>What a run decided about its policy.</summary>
internal enum ReportOutcome
{
    /// <summary>Fresh tasks confirmed a repair, which replaces the base policy.</summary>
    Repaired,

    /// <summary>No repair was confirmed; the base policy stays.</summary>
    Kept,

    /// <summary>Nothing failed that could be repaired.</summary>
    NothingToRepair,

    /// <summary>The run ended without a decision: it was asked for none.</summary>
    Undecided,

    /// <summary>The run has not ended.</summary>
    Unfinished,
}
