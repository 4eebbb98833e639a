using Xmrl.Experiments.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>Content of evaluation.json: figures of every method on the test tasks.</summary>
public sealed record StoredEvaluation
{
    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Which actions were scored.</summary>
    public required ActionKind Actions { get; init; }

    /// <summary>Positions of the poor test tasks.</summary>
    public required int[] PoorTest { get; init; }

    /// <summary>Methods; the base policy first.</summary>
    public required IReadOnlyList<MethodSummary> Methods { get; init; }
}
