namespace Xmrl.Rl.Environments;

/// <summary>Capability of a family: what a step would be paid if every step were, where the environment itself pays near the goal
/// alone.</summary>
/// <remarks>For learners whose critic may know more in training than a new task tells: PEARL's context sees the reward of the environment,
/// its critic this one.</remarks>
internal interface IDenseReward
{
    /// <summary>The dense reward of one step; the environment's own reward where that is dense.</summary>
    /// <param name="task">A valid task; it is not checked.</param>
    /// <param name="observation">What was observed after the step. Shape [O].</param>
    /// <param name="action">The action of the step. Shape [A].</param>
    /// <returns>The reward, of the bits that an environment with dense rewards would pay.</returns>
    public Real DenseReward(MdpTask task, ReadOnlySpan<Real> observation, ReadOnlySpan<Real> action);
}
