using Xmrl.Experiments.Methods;
using Xmrl.Meta.Evaluation;

namespace Xmrl.Experiments.Comparison;

/// <summary>Scores of one meta-policy on the test tasks.</summary>
internal sealed record MethodScores
{
    /// <summary>The method; null for the base policy.</summary>
    public required Method? Method { get; init; }

    /// <summary>Scores in the order of the test tasks.</summary>
    public required TaskScores[] Scores { get; init; }

    /// <summary>Environment steps charged to the method beyond the base policy.</summary>
    public required long Interactions { get; init; }

    /// <summary>Name of the learner of the base policy, by which that policy is called.</summary>
    public required string Base { get; init; }

    /// <summary>Name in tables and reports.</summary>
    public string Name => Method?.Title ?? Base;
}
