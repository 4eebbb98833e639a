using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>Capability of a family whose benchmark fixes the task sets of a run: they are not drawn from one distribution.</summary>
/// <remarks>Fresh tasks, such as those of a confirmation, stay those of <see cref="IEnvironmentFamily.SampleTask"/>.</remarks>
internal interface ITaskSplits
{
    /// <summary>The training task at a position.</summary>
    /// <param name="root">The run's root key, the same for all sets.</param>
    /// <param name="index">Position in the set, ≥ 0.</param>
    public MdpTask SampleTraining(RandomKey root, int index);

    /// <summary>The validation task at a position.</summary>
    /// <param name="root">The run's root key.</param>
    /// <param name="index">Position in the set, ≥ 0.</param>
    public MdpTask SampleValidation(RandomKey root, int index);

    /// <summary>The test task at a position.</summary>
    /// <param name="root">The run's root key.</param>
    /// <param name="index">Position in the set, ≥ 0.</param>
    public MdpTask SampleTest(RandomKey root, int index);
}
