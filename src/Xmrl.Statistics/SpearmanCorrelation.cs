namespace Xmrl.Statistics;

/// <summary>Rank correlation: Pearson's correlation of the ranks, ties sharing their average rank.</summary>
internal static class SpearmanCorrelation
{
    /// <summary>The correlation of two paired samples.</summary>
    /// <param name="first">Finite values. Shape [n], n ≥ 2.</param>
    /// <param name="second">Finite values. Shape [n].</param>
    /// <returns>A number in [−1, 1]; NaN where one sample is constant, since it has no ranking.</returns>
    /// <exception cref="ArgumentException">Lengths differ, n &lt; 2, or a value is not finite.</exception>
    public static double Value(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        SampleGuard.CheckPaired(first, second, 2, nameof(first));
        double[] a = AverageRanks(first), b = AverageRanks(second);
        double centre = 0.5 * (first.Length + 1), cross = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            cross += (a[i] - centre) * (b[i] - centre);
            squaresA += (a[i] - centre) * (a[i] - centre);
            squaresB += (b[i] - centre) * (b[i] - centre);
        }

        return squaresA > 0 && squaresB > 0 ? Math.Clamp(cross / Math.Sqrt(squaresA * squaresB), -1, 1) : double.NaN;
    }

    /// <summary>Ranks 1…n, smallest first; equal values share the mean of their ranks.</summary>
    /// <param name="values">Finite values. Shape [n].</param>
    /// <returns>The ranks. Shape [n].</returns>
    /// <exception cref="ArgumentException">The sample is empty or not finite.</exception>
    public static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        SampleGuard.Check(values, 1, nameof(values));
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        for (int start = 0; start < sorted.Length;)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = 0.5 * (start + 1 + end);
            }

            start = end;
        }

        return ranks;
    }
}
