using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Influence;

/// <summary>How far the critical tasks, which are what is used of a ranking, would be found again: their share among the first of the
/// ranking when the replicates are drawn anew.</summary>
/// <remarks>The rank correlation over all tasks is low wherever most tasks have no influence, since their order is then noise, and says
/// nothing of the few that have. A bootstrap over replicates stands for new replicates.</remarks>
internal static class CriticalStability
{
    private const int Samples = 400;

    /// <summary>Measures it.</summary>
    /// <param name="explanation">The explanation, with at least two replicates.</param>
    /// <param name="chosen">Positions of the tasks that are used, at least one: the first of the ranking, or with
    /// <paramref name="worst"/> the last ones.</param>
    /// <param name="worst">Whether the tasks with the least influence are meant.</param>
    /// <param name="key">Random numbers.</param>
    /// <returns>Mean share of the chosen tasks that are found again, in [0, 1]; their number over that of all tasks by chance.</returns>
    public static double Of(Explanation explanation, IReadOnlyCollection<int> chosen, bool worst, RandomKey key)
    {
        int tasks = explanation.Ranking.Length;
        int replicates = explanation.Replicates.Length / tasks;
        double sign = worst ? -1 : 1;
        var sums = new double[tasks];
        double found = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            Array.Clear(sums);
            RandomKey own = key.Derive((ulong)sample);
            for (int draw = 0; draw < replicates; draw++)
            {
                int replicate = own.Integer((ulong)draw, replicates);
                for (int task = 0; task < tasks; task++)
                {
                    sums[task] += sign * explanation.Replicates[(replicate * tasks) + task];
                }
            }

            found += Enumerable.Range(0, tasks).OrderByDescending(task => sums[task]).ThenBy(task => task).Take(chosen.Count)
                .Count(chosen.Contains);
        }

        return found / (Samples * chosen.Count);
    }
}
