using Xmrl.Experiments.Planted;
using Xmrl.Experiments.Settings;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Improvement;

/// <summary>The three disjoint sets of tasks of a run.</summary>
public sealed record TaskSets
{
    /// <summary>Tasks that the meta-policy trains on.</summary>
    public required IReadOnlyList<MdpTask> Training { get; init; }

    /// <summary>Tasks among which the poorly adapted ones are found.</summary>
    public required IReadOnlyList<MdpTask> Validation { get; init; }

    /// <summary>Tasks of the reported figures.</summary>
    public required IReadOnlyList<MdpTask> Test { get; init; }

    /// <summary>Draws the sets; each has random numbers of its own, so its tasks do not depend on the others' sizes.</summary>
    /// <param name="settings">Sizes.</param>
    /// <param name="family">The environments.</param>
    /// <param name="key">The run's root key.</param>
    /// <returns>The sets.</returns>
    public static TaskSets Draw(TaskSettings settings, IEnvironmentFamily family, RandomKey key)
    {
        RandomKey own = key.Derive(RandomPurpose.TaskSampling);
        return new TaskSets
        {
            Training = [.. Enumerable.Range(0, settings.Training).Select(Training)],
            Validation = Sample(2, settings.Validation),
            Test = Sample(3, settings.Test),
        };

        MdpTask Training(int position) => settings.Planted switch
        {
            PlantedTruth.RareRegion => RareRegion.Draw(family, own.Derive(1UL), position, settings.PlantedCount),
            PlantedTruth.CorruptedRewards when position < settings.PlantedCount => family.SampleTask(own.Derive(1UL), position) with { Index = CorruptedFamily.FirstCorrupted + position },
            _ => family.SampleTask(own.Derive(1UL), position),
        };

        IReadOnlyList<MdpTask> Sample(ulong set, int count)
            => [.. Enumerable.Range(0, count).Select(i => family.SampleTask(own.Derive(set), i))];
    }
}
