using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Latents.Learning;

/// <summary>Influence by the policy gradients of single tasks. With encoder and normalisation fixed, what the policy observes is a fixed
/// function of the history, so that the policy climbs one function and its curvature is symmetric.</summary>
/// <param name="learner">The learner.</param>
internal sealed class LatentInfluence(LatentLearner learner) : IInfluenceSource
{
    /// <inheritdoc/>
    public Curvature Curvature => Curvature.Symmetric;

    /// <inheritdoc/>
    public string? Reservation
        => "The encoder is held fixed: how a task shapes what the encoder infers, and so acts on other tasks, is not seen.";

    /// <inheritdoc/>
    public WorkPool Pool => learner.Pool;

    /// <inheritdoc/>
    public ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        => new LatentGradients(learner, parameters, tasks, key, token);
}
