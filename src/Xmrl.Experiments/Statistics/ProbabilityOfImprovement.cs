using Xmrl.Explain.Statistics;

namespace Xmrl.Experiments.Statistics;

/// <summary>Probability that a run of one method beats a run of another on the same task: the Mann–Whitney statistic, ties counting one half, averaged over tasks.</summary>
/// <seealso href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), §4.3.</seealso>
public static class ProbabilityOfImprovement
{
    /// <summary>On one task.</summary>
    /// <param name="first">Scores of the runs of one method, higher is better, finite. Shape [n], n ≥ 1.</param>
    /// <param name="second">Scores of the runs of the other, finite. Shape [m], m ≥ 1.</param>
    /// <returns>P(first > second) + ½ P(first = second) over all n·m pairs.</returns>
    /// <exception cref="ArgumentException">A sample is empty or not finite.</exception>
    public static double Value(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        SampleGuard.Check(first, 1, nameof(first));
        SampleGuard.Check(second, 1, nameof(second));
        long doubled = 0;
        foreach (double a in first)
        {
            foreach (double b in second)
            {
                doubled += a.CompareTo(b) + 1;
            }
        }

        return doubled / (2.0 * first.Length * second.Length);
    }

    /// <summary>Averaged over tasks; a <see cref="PairedStatistic"/> for <see cref="Bootstrap.Paired"/>.</summary>
    /// <param name="first">Scores of one method. Shape [S, T].</param>
    /// <param name="second">Scores of the other; its number of seeds may differ. Shape [S', T].</param>
    /// <returns>A probability.</returns>
    /// <exception cref="ArgumentException">The numbers of tasks differ.</exception>
    public static double Value(ScoreTable first, ScoreTable second)
    {
        if (first.Tasks != second.Tasks)
        {
            throw new ArgumentException($"Both tables need the same tasks; found {first.Tasks} and {second.Tasks}.", nameof(second));
        }

        double[] a = new double[first.Seeds], b = new double[second.Seeds];
        double sum = 0;
        for (int task = 0; task < first.Tasks; task++)
        {
            CopyTask(first, task, a);
            CopyTask(second, task, b);
            sum += Value(a, b);
        }

        return sum / first.Tasks;
    }

    private static void CopyTask(ScoreTable table, int task, double[] column)
    {
        for (int seed = 0; seed < column.Length; seed++)
        {
            column[seed] = table.Scores[(seed * table.Tasks) + task];
        }
    }
}
