using Xmrl.Explain.Augmentation;

namespace Xmrl.Experiments.Explanations;

/// <summary>Content of mixing-*.json: a learned law of mixing coefficients.</summary>
internal sealed record StoredMixing
{
    /// <summary>Positions of the augmented training tasks.</summary>
    public required int[] Critical { get; init; }

    /// <summary>Parameters of the law before learning.</summary>
    public required double[] Initial { get; init; }

    /// <summary>Parameters of the law.</summary>
    public required double[] Parameters { get; init; }

    /// <summary>Iteration by iteration.</summary>
    public required IReadOnlyList<MixingIteration> Iterations { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long Interactions { get; init; }
}
