using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Planted;

/// <summary>An environment all of whose tasks lie in the common region.</summary>
/// <param name="inner">The environment.</param>
/// <param name="settings">The region.</param>
internal sealed class CommonFamily(IEnvironmentFamily inner, TaskSettings settings) : IPlantedFamily
{
    private readonly PlantedRegion _region = new(inner, settings);

    /// <inheritdoc/>
    public IEnvironmentFamily Inner => inner;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public ITaskScene? Picture => inner.Picture;

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => _region.DrawCommon(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => inner.Create(task, copies);

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
}
