using Xmrl.Statistics;

namespace Xmrl.Explain.Influence;

/// <summary>Measures how well repeated influence estimates reproduce their ranking of the tasks.</summary>
/// <remarks>An explanation whose replicates do not agree is noise: print this beside every list of critical tasks.</remarks>
/// <seealso href="https://doi.org/10.1111/j.2044-8295.1910.tb00207.x">Brown (1910), reliability of the mean of several
/// measurements.</seealso>
internal static class RankAgreement
{
    /// <summary>From so many replicates on, the interval of a single task says whether its influence has a sign; with fewer it is very
    /// wide, and a test with correction for the number of tasks says it.</summary>
    public const int LeastBySingleIntervals = 10;

    /// <summary>Compares R estimates of the influence of the same n tasks.</summary>
    /// <param name="replicates">Independent estimates, finite, one after the other. Shape [R, n], R ≥ 2, n ≥ 2.</param>
    /// <param name="taskCount">Number of tasks n, ≥ 2.</param>
    /// <param name="topCount">k in [1, n]: the number of critical tasks. Ties go to the lower index.</param>
    /// <returns>The agreement and one 95 % interval per task.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of n, R or n is below 2, k lies outside [1, n], or a value is not
    /// finite.</exception>
    public static RankAgreementResult Measure(ReadOnlySpan<double> replicates, int taskCount, int topCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taskCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(topCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(topCount, taskCount);
        int count = replicates.Length / taskCount;
        if (count < 2 || replicates.Length % taskCount != 0)
        {
            throw new ArgumentException(
                $"Expected at least two replicates of {taskCount} values; found {replicates.Length} values.", nameof(replicates));
        }

        SampleGuard.Check(replicates, 1, nameof(replicates));
        double correlation = 0;
        for (int a = 1; a < count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                correlation += SpearmanCorrelation.Value(
                    replicates.Slice(a * taskCount, taskCount), replicates.Slice(b * taskCount, taskCount));
            }
        }

        double pairs = 0.5 * count * (count - 1);
        IReadOnlyList<(Interval Influence, double? PValue)> elements = InfluenceIntervals.Of(replicates, taskCount);
        return new()
        {
            Replicates = count,
            MeanPairwiseSpearman = correlation / pairs,
            PredictedReliability = Reliability(correlation / pairs, count),
            TopCount = topCount,
            TopOverlap = Overlap(replicates, taskCount, topCount),
            Elements = [.. elements.Select(element => element.Influence)],
            PValues = count < LeastBySingleIntervals ? [.. elements.Select(element => element.PValue)] : null,
        };
    }

    /// <summary>Mean share of the k most influential tasks that two replicates have in common; that of chance where one is constant,
    /// whose order is that of the tasks.</summary>
    internal static double Overlap(ReadOnlySpan<double> replicates, int taskCount, int topCount)
    {
        int count = replicates.Length / taskCount;
        double overlap = 0;
        for (int a = 1; a < count; a++)
        {
            HashSet<int> top = [.. TopIndices(replicates.Slice(a * taskCount, taskCount), topCount)];
            for (int b = 0; b < a; b++)
            {
                overlap += IsConstant(replicates.Slice(a * taskCount, taskCount)) || IsConstant(replicates.Slice(b * taskCount, taskCount))
                    ? topCount / (double)taskCount
                    : TopIndices(replicates.Slice(b * taskCount, taskCount), topCount).Count(top.Contains) / (double)topCount;
            }
        }

        return overlap / (0.5 * count * (count - 1));
    }

    private static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    /// <summary>Reliability of the mean of R measurements, each of reliability ρ: Rρ/(1 + (R − 1)ρ).</summary>
    /// <param name="reliability">ρ ≤ 1, the correlation of two single measurements; NaN propagates.</param>
    /// <param name="count">R ≥ 1.</param>
    /// <returns>A number in [0, 1]; 0 for ρ ≤ 0, where no common part is left to be averaged.</returns>
    /// <exception cref="ArgumentOutOfRangeException">R is below one.</exception>
    public static double SpearmanBrown(double reliability, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return reliability <= 0 ? 0 : count * reliability / (1 + ((count - 1) * reliability));
    }

    /// <summary>The same; 0 where the correlation is not defined, as where an estimate is constant: nothing says that it would be seen
    /// again.</summary>
    internal static double Reliability(double correlation, int count) => double.IsNaN(correlation) ? 0 : SpearmanBrown(correlation, count);

    /// <summary>Indices of the k largest values, largest first; ties go to the lower index.</summary>
    /// <param name="values">The values. Shape [n].</param>
    /// <param name="count">k in [0, n].</param>
    /// <returns>The indices. Shape [k].</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n.</exception>
    public static int[] TopIndices(ReadOnlySpan<double> values, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length);
        double[] copy = values.ToArray();
        return [.. Enumerable.Range(0, copy.Length).OrderByDescending(i => copy[i]).Take(count)];
    }
}
