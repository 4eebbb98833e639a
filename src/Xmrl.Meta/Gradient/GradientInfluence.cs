using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Gradient;

/// <summary>Influence by the hyper-gradients of single tasks: θ climbs their weighted mean, so that its curvature is symmetric.</summary>
/// <param name="learner">The learner.</param>
internal sealed class GradientInfluence(GradientLearner learner) : IInfluenceSource
{
    /// <inheritdoc/>
    public Curvature Curvature => Curvature.Symmetric;

    /// <inheritdoc/>
    public string? Reservation => null;

    /// <inheritdoc/>
    public WorkPool Pool => learner.Pool;

    /// <inheritdoc/>
    public ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        => new HyperGradients(learner, parameters, tasks, key, token);
}
