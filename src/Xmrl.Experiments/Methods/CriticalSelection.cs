using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Methods;

/// <summary>Controls for the choice of critical tasks.</summary>
internal static class CriticalSelection
{
    /// <summary>Randomly chosen training tasks.</summary>
    /// <param name="training">Number of training tasks.</param>
    /// <param name="count">N_cri.</param>
    /// <param name="key">Random numbers.</param>
    /// <returns>Positions in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N_cri lies outside [1, training].</exception>
    public static int[] Random(int training, int count, RandomKey key)
    {
        CheckCount(training, count);
        var order = new int[training];
        key.Permutation(order);
        return [.. order.Take(count).Order()];
    }

    /// <summary>Training tasks nearest to the poor tasks: by turns, each poor task takes its nearest that is still free.</summary>
    /// <param name="family">Defines the distance of tasks.</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="poor">Poor tasks.</param>
    /// <param name="count">N_cri.</param>
    /// <returns>Positions in ascending order; null where the environment defines no distance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N_cri lies outside [1, number of training tasks], or no task is poor.</exception>
    public static int[]? Nearest(IEnvironmentFamily family, IReadOnlyList<MdpTask> training, IReadOnlyList<MdpTask> poor, int count)
    {
        CheckCount(training.Count, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(poor.Count, 1);
        if (family.Distance(training[0], poor[0]) is null)
        {
            return null;
        }

        var chosen = new HashSet<int>();
        for (int turn = 0; chosen.Count < count; turn++)
        {
            MdpTask target = poor[turn % poor.Count];
            chosen.Add(Enumerable.Range(0, training.Count)
                .Where(position => !chosen.Contains(position))
                .MinBy(position => family.Distance(training[position], target)!.Value));
        }

        return [.. chosen.Order()];
    }

    private static void CheckCount(int training, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, training);
    }
}
