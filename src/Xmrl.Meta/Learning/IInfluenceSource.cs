using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Learning;

/// <summary>What an explanation needs of a learner: the gradients of single tasks' objectives, with curvature or without.</summary>
public interface IInfluenceSource
{
    /// <summary>Which curvature the objectives have.</summary>
    Curvature Curvature { get; }

    /// <summary>What an explanation of this learner leaves out, in one sentence that is printed with every explanation; null if
    /// nothing.</summary>
    string? Reservation { get; }

    /// <summary>Divides the work of an explanation.</summary>
    WorkPool Pool { get; }

    /// <summary>Draws fresh samples of tasks and differentiates their objectives.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="key">Random numbers; a task's own depend on its position in the list.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The tasks' gradients and curvature on these samples.</returns>
    ITaskGradients Draw(Real[] parameters, IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token);
}
