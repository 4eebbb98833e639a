namespace Xmrl.Explain.Augmentation;

/// <summary>The learned mixing law.</summary>
/// <param name="Parameters">Parameters φ_λ of the mixing law. Shape [2].</param>
/// <param name="Iterations">Iteration by iteration.</param>
/// <param name="Distribution">φ = (μ, σ) of the meta-parameters at the end.</param>
/// <param name="Interactions">Environment steps taken.</param>
internal sealed record MixingResult(
    double[] Parameters, IReadOnlyList<MixingIteration> Iterations, MetaDistribution Distribution, long Interactions);
