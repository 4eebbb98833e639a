namespace Xmrl.Rl.Environments;

/// <summary>Capability of a family: in training, what a policy adapted to one task achieves is measured on another one.</summary>
/// <remarks>For experiments with wrong training data. Evaluation never asks.</remarks>
public interface IScoreTasks
{
    /// <summary>The task from which a training task's rollouts after adaptation come; those before come from the task itself.</summary>
    /// <param name="task">A valid task.</param>
    /// <returns>A valid task; <paramref name="task"/> itself where nothing is to differ. Depends on the argument alone.</returns>
    public MdpTask ScoreTask(MdpTask task);
}
