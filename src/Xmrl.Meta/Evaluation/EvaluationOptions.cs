using Xmrl.Meta.Adaptation;

namespace Xmrl.Meta.Evaluation;

/// <summary>How adapted policies are scored on many tasks.</summary>
public sealed record EvaluationOptions : AdaptationRequest
{
    /// <summary>Independent adaptations per task, averaged, ≥ 1.</summary>
    public int Repeats { get; init => field = Ranges.AtLeast(1, value, nameof(Repeats)); } = 3;

    /// <summary>Told how many adaptations are finished, after each of them, from any thread; null for nobody.</summary>
    public IProgress<int>? Progress { get; init; }
}
