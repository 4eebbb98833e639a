namespace Xmrl.Meta.Learning;

/// <summary>Draws further samples of a task from its own rollout.</summary>
public interface IAugmentation
{
    /// <summary>Draws samples; safe for concurrent use.</summary>
    /// <param name="context">The rollout and what was fitted to it.</param>
    /// <returns>The samples with weighted advantages, and the environment steps that they cost.</returns>
    AddedSamples Draw(AugmentationContext context);
}
