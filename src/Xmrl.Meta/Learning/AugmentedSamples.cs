using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>Samples that augmentation adds.</summary>
public sealed record AugmentedSamples
{
    /// <summary>The samples with weighted advantages, each a trajectory of its own; null where none was feasible.</summary>
    public SampleBatch? Batch { get; init; }

    /// <summary>What the samples were mixed of, for derivatives with respect to the mixing coefficient.</summary>
    public MixedPairs? Pairs { get; init; }

    /// <summary>The union of own and added samples is multiplied with this: ½ makes it a mean over both again.</summary>
    public double UnionScale { get; init; } = 1;

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; init; }

    /// <summary>Mixed states that the environment refused.</summary>
    public int Infeasible { get; init; }
}
