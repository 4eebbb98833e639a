namespace Xmrl.Studies;

/// <summary>Returns of a policy on tasks.</summary>
/// <param name="MeanActions">With mean actions, or the likeliest choice. Shape [tasks].</param>
/// <param name="Sampled">With sampled actions. Shape [tasks].</param>
internal sealed record AdaptedScore(double[] MeanActions, double[] Sampled);
