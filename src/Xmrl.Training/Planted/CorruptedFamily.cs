using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Training.Planted;

/// <summary>An environment some of whose training tasks are mislabelled: once the policy has adapted, its rewards are those of a task whose
/// first parameter is stuck at the upper end of its range. These are the tasks whose index is at least
/// <see cref="FirstCorrupted"/>.</summary>
/// <remarks>A meta-learner adapts to a task whose rewards are wrong throughout, so that these do no harm. Here the rewards before
/// adaptation are right and say nothing about those after it: whoever learns from them learns not to adapt, and as such a task is never
/// solved, its pull never ends.</remarks>
/// <param name="inner">The environment.</param>
internal sealed class CorruptedFamily(IEnvironmentFamily inner) : IPlantedFamily, IScoreTasks
{
    /// <summary>Index of the first corrupted task; more tasks than that no set has.</summary>
    public const int FirstCorrupted = 1_000_000;

    /// <inheritdoc/>
    public IEnvironmentFamily Inner => inner;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public ITaskScene? Picture => inner.Picture;

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => inner.Create(task, copies);

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);

    /// <inheritdoc/>
    public MdpTask ScoreTask(MdpTask task)
        => task.Index < FirstCorrupted ? task : task with { Parameters = task.Parameters.SetItem(0, Spec.TaskParameterRanges[0].High) };
}
