namespace Xmrl.Runs.Reports.Replays;

/// <summary>Episodes of moved bodies, to be shown in space.</summary>
internal sealed record ReportReplays
{
    /// <summary>Seconds that a step simulates, &gt; 0.</summary>
    public required double SecondsPerStep { get; init; }

    /// <summary>What is drawn.</summary>
    public required IReadOnlyList<ReportBodyModel> Models { get; init; }

    /// <summary>The episodes; those of one task follow each other.</summary>
    public required IReadOnlyList<ReportReplay> Episodes { get; init; }
}
