using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Planted;

/// <summary>An environment whose tasks lie in a region and outside it by turns, whatever the share of the training tasks that do: what is
/// rare among these is half of all others.</summary>
/// <param name="inner">The environment.</param>
/// <param name="settings">The region.</param>
internal sealed class EvenFamily(IEnvironmentFamily inner, TaskSettings settings) : IPlantedFamily
{
    private readonly PlantedRegion _region = new(inner, settings);
    private readonly PlantedRegion _corrupted = new(inner, settings with { PlantedRegion = settings.CorruptedRegion });

    /// <inheritdoc/>
    public IEnvironmentFamily Inner => inner;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public ITaskScene? Picture => inner.Picture;

    /// <summary>Tasks of even index lie in the region, the others outside it.</summary>
    public MdpTask SampleTask(RandomKey key, int index) => _region.Draw(key, index, index % 2 == 0);

    /// <summary>A training task: the first ones lie in the region, the next ones may be corrupted.</summary>
    public MdpTask SampleTraining(RandomKey key, int position) =>
        position < settings.PlantedCount || position >= settings.PlantedCount + settings.CorruptedCount
            ? _region.Draw(key, position, position < settings.PlantedCount)
            : _corrupted.Draw(key, position, true) with { Index = CorruptedFamily.FirstCorrupted + position };

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => inner.Create(task, copies);

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
}
