using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Where the terms of the samples' own dependence on the meta-parameters are taken.</summary>
/// <param name="Parameters">Meta-parameters θ, which sampled. Shape [P].</param>
/// <param name="Adapted">Solution θ′ of the inner problem. Shape [P].</param>
/// <param name="Batch">The inner samples.</param>
/// <param name="Adjoint">u = B⁻¹∇J_out(θ′). Shape [P].</param>
internal sealed record TermsRequest(Real[] Parameters, Real[] Adapted, SampleBatch Batch, double[] Adjoint);
