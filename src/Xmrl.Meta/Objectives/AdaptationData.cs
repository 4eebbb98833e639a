using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Fixed rollouts of one task: what each inner step saw, and what the adapted policy then met.</summary>
public sealed record AdaptationData
{
    /// <summary>θ_0 … θ_K as they were when the rollouts were drawn. θ_0 are the meta-parameters, θ_K the adapted parameters.</summary>
    public required IReadOnlyList<Real[]> Path { get; init; }

    /// <summary>D_0 … D_{K−1}: rollouts of π_θk, the data of inner step k.</summary>
    public required IReadOnlyList<SampleBatch> Inner { get; init; }

    /// <summary>Rollouts of the adapted policy π_θK.</summary>
    public required SampleBatch Outer { get; init; }

    /// <summary>The meta-parameters behind the path where they hold more than θ_0, namely learned inner step sizes; null
    /// otherwise.</summary>
    public Real[]? MetaParameters { get; init; }

    /// <summary>Keeps curvature of the inner steps between the hyper-gradient and products with the Fisher matrix; null to compute it
    /// twice.</summary>
    public KeptCurvature? Kept { get; init; }

    /// <summary>J̃(θ_K, D_out) minus a baseline: the weight of the sampling correction; 0 for none.</summary>
    public double CorrectionWeight { get; init; }
}
