namespace Xmrl.Studies;

/// <summary>Mean returns of a policy on the test tasks.</summary>
/// <param name="MeanActions">With the likeliest arm.</param>
/// <param name="Sampled">With sampled arms.</param>
internal readonly record struct AdaptedScore(double MeanActions, double Sampled);
