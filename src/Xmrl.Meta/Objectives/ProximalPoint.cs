using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Where the Jacobian of a proximal adaptation is taken.</summary>
/// <param name="Adapted">Adapted parameters θ′. Shape [P].</param>
/// <param name="Batch">The inner samples.</param>
/// <param name="OuterGradient">∇J_out(θ′), along which the damping is measured. Shape [P].</param>
internal sealed record ProximalPoint(Real[] Adapted, SampleBatch Batch, double[] OuterGradient);
