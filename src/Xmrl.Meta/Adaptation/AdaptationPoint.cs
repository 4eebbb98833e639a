namespace Xmrl.Meta.Adaptation;

/// <summary>The score of a policy at one place of its adaptation.</summary>
/// <param name="Interactions">Environment steps that the adaptation has taken so far, without the scoring.</param>
/// <param name="Sampled">Score with sampled actions; NaN where left out.</param>
/// <param name="MeanActions">Score with mean actions; NaN where left out.</param>
public readonly record struct AdaptationPoint(long Interactions, double Sampled, double MeanActions);
