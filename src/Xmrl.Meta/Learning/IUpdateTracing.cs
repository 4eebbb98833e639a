using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Learning;

/// <summary>Tracing of a training's updates: what its next step owes to a task, beside what would help other tasks.</summary>
internal interface IUpdateTracing
{
    /// <summary>The gradient of the mean return of tasks after adaptation, estimated from trials.</summary>
    /// <param name="tasks">The tasks; none needs to be one of the training.</param>
    /// <param name="trials">Trials per task, ≥ 2: each adapts and then scores one trajectory with sampled actions.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks and inside of rollouts.</param>
    /// <returns>∇J of shape [P], 0 where returns do not depend on the parameters; and the environment steps taken.</returns>
    (double[] Gradient, long Interactions) ReturnGradient(
        IReadOnlyList<MdpTask> tasks, int trials, RandomKey key, CancellationToken token);

    /// <summary>Follows a direction through the tasks' parts of the next step.</summary>
    /// <param name="tasks">Tasks that the training has met.</param>
    /// <param name="direction">What helps the other tasks, ∇J. Shape [P].</param>
    /// <param name="draws">Draws of a step's samples per task, ≥ 1, over which its part is averaged.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>One per task. Shape [n].</returns>
    /// <exception cref="KeyNotFoundException">The training has not met a task.</exception>
    TracedUpdate[] Trace(
        IReadOnlyList<MdpTask> tasks, ReadOnlyMemory<double> direction, int draws, RandomKey key, CancellationToken token);
}
