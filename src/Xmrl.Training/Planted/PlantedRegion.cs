using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Planted;

/// <summary>The region of tasks that the planted training tasks come from: a range per task parameter.</summary>
/// <param name="family">The environment.</param>
/// <param name="settings">The region and the number of training tasks in it.</param>
internal sealed class PlantedRegion(IEnvironmentFamily family, TaskSettings settings)
{
    private const int MostTries = 10_000;

    private readonly ParameterRange[] _ranges = settings.PlantedRegion.IsEmpty
        ? [family.Spec.TaskParameterRanges[0] with { High = family.Spec.TaskParameterRanges[0].At(0.5) }]
        : Ranges(settings.PlantedRegion);

    private readonly ParameterRange[] _common = Ranges(settings.CommonRegion);

    /// <summary>Whether a task lies in it.</summary>
    public bool Contains(MdpTask task) => Contains(_ranges, task);

    /// <summary>A task from the region or from outside it (there, from the common region), as p(task) has them there.</summary>
    /// <exception cref="InvalidOperationException">p(task) draws no task on the wanted side.</exception>
    public MdpTask Draw(RandomKey key, int position, bool wanted) => First(
            key, position, task => Contains(task) == wanted && (wanted || Contains(_common, task)),
            $"{(wanted ? "inside" : "outside")} the region of "
                + $"tasks.plantedRegion{(wanted || _common.Length == 0 ? string.Empty : " and within tasks.commonRegion")}");

    /// <summary>A task from the common region, inside the other or outside it, as p(task) has them there.</summary>
    /// <exception cref="InvalidOperationException">p(task) draws none there.</exception>
    public MdpTask DrawCommon(RandomKey key, int position)
        => First(key, position, task => Contains(_common, task), "within tasks.commonRegion");

    private MdpTask First(RandomKey key, int position, Func<MdpTask, bool> isWanted, string where)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            MdpTask task = family.SampleTask(key.Derive(attempt), position);
            if (isWanted(task))
            {
                return task;
            }
        }

        throw new InvalidOperationException($"{family.Spec.Id} draws no task {where}.");
    }

    private static ParameterRange[] Ranges(ImmutableArray<double> pairs)
        => [.. pairs.Chunk(2).Select(pair => new ParameterRange(pair[0], pair[1]))];

    private static bool Contains(ParameterRange[] ranges, MdpTask task)
        => ranges.Zip(task.Parameters, (range, value) => range.Contains(value)).All(inside => inside);
}
