using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Adaptation;

/// <summary>What a new task costs and yields: from meta-parameters and a task to a curve of scores over the interactions spent.</summary>
/// <remarks>Safe for concurrent calls with different workers. Everything depends on the arguments other than the worker's number
/// alone.</remarks>
public interface IAdaptation
{
    /// <summary>K, the adaptation steps of the training, ≥ 0: inner steps, or trajectories for a learner with memory.</summary>
    int Steps { get; }

    /// <summary>Adapts to a task on samples of its own and scores the policy on the way.</summary>
    /// <param name="worker">Number of the thread's scratch, in [0, threads of the learner's pool).</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="request">How far to adapt and what to score.</param>
    /// <param name="key">Random numbers.</param>
    /// <returns>The scores before adaptation and after each of its steps.</returns>
    AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key);

    /// <summary>Adapts in the same way and shows one trajectory of the adapted policy with mean actions, for pictures.</summary>
    /// <param name="worker">Number of the thread's scratch, in [0, threads of the learner's pool).</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">The task.</param>
    /// <param name="request">How far to adapt.</param>
    /// <param name="key">Random numbers: the key of <see cref="Measure"/> gives its adaptation.</param>
    /// <returns>The trajectory, in memory of its own.</returns>
    Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key);
}
