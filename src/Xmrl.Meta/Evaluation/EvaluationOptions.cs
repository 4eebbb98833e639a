using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Evaluation;

/// <summary>How adapted policies are scored on many tasks.</summary>
public sealed record EvaluationOptions : AdaptationRequest
{
    /// <summary>Independent adaptations per task, averaged, ≥ 1. Default 3 (chosen by us, untested).</summary>
    public int Repeats { get; init => field = NumberRange.AtLeast(1).Require(value); } = 3;

    /// <summary>Told how many adaptations are finished, after each of them, from any thread; null for nobody.</summary>
    public IProgress<int>? Progress { get; init; }
}
