using Xmrl.Meta.Learning;

namespace Xmrl.Explain.Augmentation;

/// <summary>Mixed samples that join a task's own.</summary>
internal sealed record AugmentedSamples : AddedSamples
{
    /// <summary>What the samples were mixed of, for derivatives with respect to the mixing coefficient; null where none was
    /// feasible.</summary>
    public MixedPairs? Pairs { get; init; }
}
