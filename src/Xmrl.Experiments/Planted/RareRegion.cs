using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary>The region of tasks whose first parameter lies in the lower half of its range.</summary>
internal static class RareRegion
{
    private const double Share = 0.5;
    private const int MostTries = 10_000;

    /// <summary>Whether a task lies in it.</summary>
    public static bool Contains(EnvironmentSpec spec, MdpTask task)
    {
        ParameterRange range = spec.TaskParameterRanges[0];
        return task.Parameters[0] < range.Low + (Share * (range.High - range.Low));
    }

    /// <summary>The training task of a position: the first ones from the region, the rest from outside, both as p(task) has them there.</summary>
    /// <exception cref="InvalidOperationException">p(task) draws no task on the wanted side.</exception>
    public static MdpTask Draw(IEnvironmentFamily family, RandomKey key, int position, int planted)
    {
        bool wanted = position < planted;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            MdpTask task = family.SampleTask(key.Derive(attempt), position);
            if (Contains(family.Spec, task) == wanted)
            {
                return task;
            }
        }

        throw new InvalidOperationException($"{family.Spec.Id} draws no task {(wanted ? "with" : "without")} {family.Spec.TaskParameterNames[0]} in the lower half of its range.");
    }
}
