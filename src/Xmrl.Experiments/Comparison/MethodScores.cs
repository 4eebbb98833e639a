using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Experiments.Training;
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

    /// <summary>The learner of the base policy, which is called by its name.</summary>
    public LearnerName Learner { get; init; } = LearnerName.Maml;

    /// <summary>Name in tables and reports.</summary>
    public string Name => Method?.Title ?? LearnerTitles.Of(Learner);
}
