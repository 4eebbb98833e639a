namespace Xmrl.Rl.Surrogates;

/// <summary>What an adapted policy is pulled to, and how strongly.</summary>
/// <param name="Parameters">Parameters φ; not to be changed while in use. Shape [P].</param>
/// <param name="Strength">λ ≥ 0, the weight of the mean divergence over the samples.</param>
internal sealed record ProximalCentre(Real[] Parameters, double Strength);
