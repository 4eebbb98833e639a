using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Evaluation;

/// <summary>Scores of one task after 0 … K adaptation steps, averaged over independent adaptations.</summary>
/// <param name="MdpTask">The task.</param>
/// <param name="Sampled">With sampled actions. Shape [K + 1]; NaN where left out.</param>
/// <param name="MeanActions">With mean actions. Shape [K + 1]; NaN where left out.</param>
/// <param name="Spent">Mean environment steps of one adaptation up to each score, without the scoring. Shape [K + 1].</param>
public sealed record TaskScores(MdpTask MdpTask, double[] Sampled, double[] MeanActions, double[] Spent)
{
    /// <summary>Environment steps that all adaptations took, without the scoring.</summary>
    public required long Interactions { get; init; }
}
