using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>Draws further samples of a task from its own rollout.</summary>
public interface IAugmentation
{
    /// <summary>Draws samples; safe for concurrent use.</summary>
    /// <param name="context">The rollout and what was fitted to it.</param>
    /// <returns>The samples with weighted advantages, and the environment steps that they cost.</returns>
    AugmentedSamples Draw(AugmentationContext context);
}

/// <summary>Samples that augmentation adds.</summary>
/// <param name="Batch">The samples; null where none was feasible.</param>
/// <param name="Interactions">Environment steps taken.</param>
/// <param name="Infeasible">Mixed states that the environment refused.</param>
public sealed record AugmentedSamples(SampleBatch? Batch, long Interactions, int Infeasible);

/// <summary>What an augmentation builds on.</summary>
public sealed record AugmentationContext
{
    /// <summary>The task's own rollout of the policy at <see cref="Parameters"/>.</summary>
    public required Rollout Rollout { get; init; }

    /// <summary>θ. Shape [P].</summary>
    public required Real[] Parameters { get; init; }

    /// <summary>The baseline fitted to the rollout.</summary>
    public required LinearBaseline Baseline { get; init; }

    /// <summary>The scale of the rollout's advantages.</summary>
    public required AdvantageScale Scale { get; init; }

    /// <summary>How rollouts become samples.</summary>
    public required BatchOptions Options { get; init; }

    /// <summary>Advantages of the rollout's own samples after scaling. Shape [n].</summary>
    public required Real[] Advantages { get; init; }

    /// <summary>Random numbers of this rollout.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>The task's position in the iteration's list; chooses its mixing coefficient.</summary>
    public required int Item { get; init; }

    /// <summary>The worker's mixup sampler.</summary>
    public required MixupSampler Sampler { get; init; }
}
