namespace Xmrl.Runs.Reports.Explanations;

/// <summary>Why kinds of tasks fail, and what was prescribed.</summary>
internal sealed record ReportDiagnosis
{
    /// <summary>The result, one sentence each: how many tasks fail, then each kind with cause, remedy and prediction.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>The kinds, the largest first.</summary>
    public IReadOnlyList<ReportKind> Kinds { get; init; } = [];
}
