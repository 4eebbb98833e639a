using System.Diagnostics;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Statistics;

/// <summary>Seeded percentile bootstrap over seeds and tasks.</summary>
/// <remarks>
/// Few seeds make any bootstrap over seeds too narrow: n equal-weight draws of n values have (n − 1)/n of the unbiased variance, and the percentile
/// method does not correct for Student's tails. Simulated coverage of a nominal 95 % with 30 tasks (deviation 0.2 between tasks, 0.1 between seeds,
/// 0.1 noise) and 3, 5, 8 seeds: seeds and tasks 86, 91, 91 %; seeds within tasks 29, 28, 25 %, because one seed's model shifts all its scores together.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), Deep reinforcement learning at the edge of the statistical precipice.</seealso>
/// <seealso href="https://arxiv.org/abs/0712.1111">Owen (2007), The pigeonhole bootstrap.</seealso>
public static class Bootstrap
{
    /// <summary>A statistic of all scores, with its interval.</summary>
    /// <param name="scores">The scores. Shape [S, T].</param>
    /// <param name="statistic">Computed over all S·T scores, for example <see cref="Moments.MeanOf"/>.</param>
    /// <param name="options">Key, number of resamples, level and scheme.</param>
    /// <returns>The statistic of the sample and the percentile interval.</returns>
    /// <exception cref="ArgumentException">There is one score only, or the scheme has one thing only to draw from.</exception>
    public static Interval Estimate(ScoreTable scores, Statistic statistic, BootstrapOptions options) =>
        Paired(scores, scores, (first, _) => statistic(first.Scores), options);

    /// <summary>statistic(after) − statistic(before), with its interval from joint resamples: the same seeds and tasks are drawn in both tables.</summary>
    /// <param name="after">Scores of the method under test. Shape [S, T].</param>
    /// <param name="before">Scores of its reference, same seeds and tasks in the same order. Shape [S, T].</param>
    /// <param name="statistic">Computed over all S·T scores of each table.</param>
    /// <param name="options">Key, number of resamples, level and scheme.</param>
    /// <returns>The difference and the percentile interval.</returns>
    /// <exception cref="ArgumentException">Shapes differ, there is one score only, or the scheme has one thing only to draw from.</exception>
    public static Interval Difference(ScoreTable after, ScoreTable before, Statistic statistic, BootstrapOptions options) =>
        Paired(after, before, (first, second) => statistic(first.Scores) - statistic(second.Scores), options);

    /// <summary>Any statistic of two paired tables, with its interval from joint resamples.</summary>
    /// <param name="after">Scores of the method under test. Shape [S, T].</param>
    /// <param name="before">Scores of its reference, same seeds and tasks in the same order. Shape [S, T].</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">Key, number of resamples, level and scheme.</param>
    /// <returns>The statistic of the sample and the percentile interval.</returns>
    /// <exception cref="ArgumentException">Shapes differ, there is one score only, or the scheme has one thing only to draw from.</exception>
    public static Interval Paired(ScoreTable after, ScoreTable before, PairedStatistic statistic, BootstrapOptions options)
    {
        (int seeds, int tasks) = (after.Seeds, after.Tasks);
        if (before.Seeds != seeds || before.Tasks != tasks)
        {
            throw new ArgumentException($"Paired tables need one shape; found [{seeds}, {tasks}] and [{before.Seeds}, {before.Tasks}].", nameof(before));
        }

        BootstrapScheme scheme = seeds == 1 ? BootstrapScheme.Tasks : options.Scheme;
        if ((scheme == BootstrapScheme.Tasks && tasks == 1) || seeds * tasks == 1)
        {
            throw new ArgumentException($"The scheme {scheme} has nothing to draw from in a table of shape [{seeds}, {tasks}].", nameof(after));
        }

        double[] resampled = new double[options.Resamples], first = new double[seeds * tasks], second = new double[seeds * tasks];
        int[] source = new int[first.Length];
        for (int b = 0; b < resampled.Length; b++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Draw(scheme, options.Key.Derive((ulong)b), (seeds, tasks), source);
            for (int i = 0; i < source.Length; i++)
            {
                first[i] = after.Scores[source[i]];
                second[i] = before.Scores[source[i]];
            }

            resampled[b] = statistic(new ScoreTable(first, seeds, tasks), new ScoreTable(second, seeds, tasks));
        }

        Array.Sort(resampled);
        double tail = 0.5 * (1 - options.Level);
        return new(statistic(after, before), Quantile.OfSorted(resampled, tail), Quantile.OfSorted(resampled, 1 - tail));
    }

    /// <summary>Writes, for every cell of the resampled table, the position it is copied from.</summary>
    private static void Draw(BootstrapScheme scheme, RandomKey key, (int Seeds, int Tasks) shape, Span<int> source)
    {
        (int seeds, int tasks) = shape;
        RandomKey seedKey = key.Derive(0UL), taskKey = key.Derive(1UL);
        Span<int> columns = new int[tasks];
        for (int t = 0; t < tasks; t++)
        {
            columns[t] = scheme is BootstrapScheme.SeedsAndTasks or BootstrapScheme.Tasks ? taskKey.Integer((ulong)t, tasks) : t;
        }

        for (int s = 0; s < seeds; s++)
        {
            int row = scheme is BootstrapScheme.SeedsAndTasks or BootstrapScheme.Seeds ? seedKey.Integer((ulong)s, seeds) : s;
            for (int t = 0; t < tasks; t++)
            {
                int cell = (s * tasks) + t;
                int from = scheme == BootstrapScheme.SeedsWithinTasks ? seedKey.Integer((ulong)cell, seeds) : row;
                source[cell] = (from * tasks) + columns[t];
                Debug.Assert(source[cell] < source.Length, "A resample draws from the table.");
            }
        }
    }
}
