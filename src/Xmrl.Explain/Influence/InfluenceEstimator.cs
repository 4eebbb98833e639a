using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Influence;

/// <summary>Algorithm 2 of the paper in a single loop: on fresh rollouts, the influence of every training task on the poorly adapted tasks
/// (Lemma 3), a step of the weights ω along it, and a small ascent step of θ on the weighted tasks.</summary>
/// <param name="source">What the learner offers: gradients of single tasks.</param>
/// <param name="options">Settings.</param>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Appendix B, Algorithm 2 and Lemma 3.</seealso>
public sealed class InfluenceEstimator(IInfluenceSource source, InfluenceOptions options)
{
    /// <summary>Explains the poor tasks.</summary>
    /// <param name="parameters">θ of the meta-policy; not changed. Shape [P].</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="poor">Poorly adapted tasks.</param>
    /// <param name="settings">N_cri, for the overlap of replicates; and random numbers.</param>
    /// <param name="progress">Told after each iteration; null for none.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two training tasks or iterations, no poor task, or N_cri outside [1, number
    /// of training tasks].</exception>
    /// <exception cref="NotSupportedException">The method takes curvature, and the source has none.</exception>
    public Explanation Explain(
        Real[] parameters, IReadOnlyList<MdpTask> training, IReadOnlyList<MdpTask> poor, (int TopCount, RandomKey Key) settings,
        Action<int>? progress = null, CancellationToken token = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(training.Count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(poor.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.TopCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.TopCount, training.Count);
        if (source.Curvature == Curvature.None && options.Method != InfluenceMethod.Identity)
        {
            throw new NotSupportedException(
                $"The method {options.Method} takes curvature, and this learner's objectives have none; "
                    + $"expected {InfluenceMethod.Identity}.");
        }

        var tasks = new InfluenceTasks([.. training, .. poor], training.Count, options.GradientLimit);
        return new InfluenceLoop(options) { Cancellation = source.Pool.Collective.Alone(token) }.Run(
            (theta, key) => new InfluenceProblem(source, theta, tasks, key, token),
            parameters,
            settings,
            progress);
    }

    /// <summary>Algorithm 2 on any family of problems: see <see cref="InfluenceLoop"/>.</summary>
    internal Explanation Run(
        Func<Real[], RandomKey, IInfluenceProblem> draw, Real[] parameters, (int TopCount, RandomKey Key) settings,
        Action<int>? progress = null)
        => new InfluenceLoop(options).Run(draw, parameters, settings, progress);
}
