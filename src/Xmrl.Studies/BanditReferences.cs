using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;

namespace Xmrl.Studies;

/// <summary>Expected returns on bandits that need no training, by which those of trained policies are read.</summary>
internal static class BanditReferences
{
    /// <summary>Mean returns over tasks, by row.</summary>
    /// <param name="buffers">Buffers of the tasks, whose parameters are success rates.</param>
    /// <param name="pulls">Pulls of an episode.</param>
    /// <param name="rows">Rows of a buffer that the posterior sees.</param>
    /// <param name="key">Random numbers of these rows.</param>
    public static IEnumerable<(string Row, double Return)> Of(IReadOnlyList<TaskBuffer> buffers, int pulls, int rows, RandomKey key) =>
    [
        (StoredRows.Collector, pulls * buffers.Average(LateReward)),
        (StoredRows.Posterior,
            pulls * buffers.Average(buffer => buffer.MdpTask.Parameters[PosteriorArm(buffer, rows, key.Derive(buffer.MdpTask.Index))])),
        (StoredRows.Optimum, pulls * buffers.Average(buffer => buffer.MdpTask.Parameters.Max())),
        (StoredRows.Random, pulls * buffers.Average(buffer => buffer.MdpTask.Parameters.Average())),
    ];

    /// <summary>Mean reward of the last third of a buffer's steps.</summary>
    private static double LateReward(TaskBuffer buffer) => buffer.Rewards.Skip(2 * buffer.Steps / 3).Average(reward => (double)reward);

    /// <summary>The arm of the largest (s + 1)/(n + 2) among rows drawn with replacement; the first of equals.</summary>
    private static int PosteriorArm(TaskBuffer buffer, int rows, RandomKey key)
    {
        int arms = buffer.MdpTask.Parameters.Length;
        var successes = new double[arms];
        var pulls = new double[arms];
        for (int i = 0; i < rows; i++)
        {
            int row = key.Integer((ulong)i, buffer.Steps);
            int arm = (int)buffer.Actions[row];
            successes[arm] += buffer.Rewards[row];
            pulls[arm]++;
        }

        return Enumerable.Range(0, arms).MaxBy(arm => (successes[arm] + 1) / (pulls[arm] + 2));
    }
}
