using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>An environment with its distribution over tasks. Immutable; may be shared by all workers.</summary>
public interface IEnvironmentFamily
{
    /// <summary>What all tasks have in common.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>The picture of its tasks and episodes; null where it has none. A family that wraps another hands on the inner one's.
    /// </summary>
    public ITaskScene? Picture => this as ITaskScene;

    /// <summary>Draws a task.</summary>
    /// <param name="key">Key of the task set.</param>
    /// <param name="index">Position in the task set, ≥ 0; the task depends on the key and this index alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public MdpTask SampleTask(RandomKey key, int index);

    /// <summary>Builds copies of one task that are stepped together.</summary>
    /// <param name="task">The task; it never changes afterwards.</param>
    /// <param name="copies">Number of copies, ≥ 1.</param>
    /// <returns>The environment, owned by the caller, for one thread at a time.</returns>
    /// <exception cref="ArgumentException">The task is not a valid task of this environment.</exception>
    public IEnvironment Create(MdpTask task, int copies);

    /// <summary>How far apart two tasks are, for choosing nearest tasks; null where the environment defines no distance.</summary>
    /// <param name="first">A valid task.</param>
    /// <param name="second">A valid task.</param>
    /// <returns>A symmetric number ≥ 0, zero for equal parameters; or null.</returns>
    public double? Distance(MdpTask first, MdpTask second);
}
