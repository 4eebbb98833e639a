using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Offline.Learning;

/// <summary>Outer steps of a training: the mean hyper-gradient of some tasks, and the optimizers that follow it.</summary>
internal interface IOuterSteps
{
    /// <summary>Optimizers of policy, value and raw numbers.</summary>
    public IReadOnlyList<IOptimizer> Optimizers { get; }

    /// <summary>Figures of the tasks of the last step.</summary>
    public IReadOnlyList<MacawFigures> Figures { get; }

    /// <summary>Takes a step.</summary>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="rows">Draws their rows.</param>
    /// <returns>Norm of the hyper-gradient; where it is not finite, nothing moved.</returns>
    public double Take(IReadOnlyList<StepTask> tasks, RandomKey rows);

    /// <summary>Remembers parameters and optimizers.</summary>
    public void Keep();

    /// <summary>Takes back what was remembered last.</summary>
    public void TakeBack();
}
