using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning;

/// <summary>Environments whose task sets are those of a data set, with the buffers of these tasks.</summary>
/// <param name="inner">The environments.</param>
/// <param name="data">The data set, of these environments.</param>
internal sealed class StoredTasks(IEnvironmentFamily inner, OfflineDataSet data) : IGivenTasks
{
    /// <summary>The environments as they are without a data set.</summary>
    public IEnvironmentFamily Inner => inner;

    /// <summary>The data set.</summary>
    public OfflineDataSet Data => data;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public ITaskScene? Picture => inner.Picture;

    /// <inheritdoc/>
    public IReadOnlyList<MdpTask> TasksOf(int set) => [.. data.Of((BufferSet)set).Select(buffer => buffer.MdpTask)];

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => inner.Create(task, copies);

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
}
