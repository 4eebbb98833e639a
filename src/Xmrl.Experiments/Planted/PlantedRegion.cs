using Xmrl.Experiments.Settings;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary>The region of tasks that the planted training tasks come from: a range per task parameter.</summary>
/// <param name="family">The environment.</param>
/// <param name="settings">The region and the number of training tasks in it.</param>
internal sealed class PlantedRegion(IEnvironmentFamily family, TaskSettings settings)
{
    private const int MostTries = 10_000;

    private readonly ParameterRange[] _ranges = settings.PlantedRegion.IsEmpty
        ? [family.Spec.TaskParameterRanges[0] with { High = family.Spec.TaskParameterRanges[0].At(0.5) }]
        : [.. settings.PlantedRegion.Chunk(2).Select(pair => new ParameterRange(pair[0], pair[1]))];

    /// <summary>Whether a task lies in it.</summary>
    public bool Contains(MdpTask task) => _ranges.Zip(task.Parameters, (range, value) => range.Contains(value)).All(inside => inside);

    /// <summary>A task from the region or from outside it, as p(task) has them there.</summary>
    /// <exception cref="InvalidOperationException">p(task) draws no task on the wanted side.</exception>
    public MdpTask Draw(RandomKey key, int position, bool wanted)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            MdpTask task = family.SampleTask(key.Derive(attempt), position);
            if (Contains(task) == wanted)
            {
                return task;
            }
        }

        throw new InvalidOperationException($"{family.Spec.Id} draws no task {(wanted ? "inside" : "outside")} the region of tasks.plantedRegion.");
    }
}
