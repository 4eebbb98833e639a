using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning;

/// <summary>Influence by the alignment of hyper-gradients of the policy's regression, each on rows of the task's own buffer.</summary>
/// <param name="learner">The learner.</param>
internal sealed class MacawInfluence(MacawLearner learner) : IInfluenceSource
{
    /// <inheritdoc/>
    public Curvature Curvature => Curvature.None;

    /// <inheritdoc/>
    public string? Reservation => "Tasks are compared by the weighted regression on their buffers, poor ones too, and by the policy's "
        + "parameters alone: value and step sizes get no gradient of it.";

    /// <inheritdoc/>
    public WorkPool Pool => learner.Pool;

    /// <inheritdoc/>
    public ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        => new MacawGradients(learner, parameters, tasks, key, token);
}
