using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Trials;

/// <summary>Influence by the policy gradients of single tasks through whole trials: θ climbs their weighted mean, so that its curvature is
/// symmetric.</summary>
/// <param name="learner">The learner.</param>
internal sealed class TrialInfluence(TrialLearner learner) : IInfluenceSource
{
    /// <inheritdoc/>
    public Curvature Curvature => Curvature.Symmetric;

    /// <inheritdoc/>
    public string? Reservation => learner.Options.Window > 0
        ? $"The training truncates the gradient after {learner.Options.Window} steps, so that it does not end where the gradients of whole "
            + "trials add up to zero."
        : learner.Options.Credit.Credit == Xmrl.Trials.Advantages.TrialCredit.Trajectory
            ? "The training credits an action with rewards of its own trajectory alone, and so does this explanation."
            : null;

    /// <inheritdoc/>
    public WorkPool Pool => learner.Pool;

    /// <inheritdoc/>
    public ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        => new TrialGradients(learner, parameters, tasks, key, token);
}
