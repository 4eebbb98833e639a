namespace Xmrl.Diagnosis.Kinds;

/// <summary>Groups failing tasks that are alike: average linkage, cut where the silhouette says that there are groups at all.</summary>
/// <seealso href="https://doi.org/10.1016/0377-0427(87)90125-7">Rousseeuw (1987), Silhouettes.</seealso>
internal static class KindGrouping
{
    /// <summary>Most groups: causes are looked for in each, which takes trainings.</summary>
    public const int MostGroups = 3;

    /// <summary>Fewest tasks of a group; a diagnosis of fewer would rest on chance.</summary>
    public const int FewestTasks = 3;

    /// <summary>Mean silhouette from which on several groups are better than one. The halves of tasks that are spread evenly over one
    /// parameter have 0.5 to 0.65, and are one kind.</summary>
    public const double LeastSilhouette = 0.7;

    /// <summary>Failing tasks from which on a cause is looked for: one in twenty, at least 3 and at most 5.</summary>
    /// <param name="validation">Number of validation tasks.</param>
    public static int FewestFailing(int validation) => Math.Clamp(validation / 20, FewestTasks, 5);

    /// <summary>Groups tasks by their distances.</summary>
    /// <param name="distances">Distances ≥ 0, symmetric. Shape [n, n], n ≥ 1.</param>
    /// <returns>The group of each task, from 0 in the order of first appearance. Shape [n].</returns>
    public static int[] Of(double[,] distances)
    {
        int tasks = distances.GetLength(0);
        int[] best = new int[tasks];
        double silhouette = LeastSilhouette;
        int[] merged = [.. Enumerable.Range(0, tasks)];
        for (int groups = tasks; groups > 1; groups--)
        {
            if (groups <= MostGroups && merged.CountBy(group => group).All(group => group.Value >= FewestTasks)
                && Silhouette(distances, merged) is var found && found >= silhouette)
            {
                (silhouette, best) = (found, [.. merged]);
            }

            Merge(distances, merged);
        }

        int[] order = [.. best.Distinct()];
        return [.. best.Select(group => Array.IndexOf(order, group))];
    }

    /// <summary>Mean silhouette of a grouping: (b − a)/max(a, b) per task, with its mean distance a to its own group and b to the
    /// nearest other.</summary>
    internal static double Silhouette(double[,] distances, int[] groups)
    {
        int tasks = groups.Length;
        double sum = 0;
        for (int i = 0; i < tasks; i++)
        {
            ILookup<int, double> byGroup = Enumerable.Range(0, tasks).Where(j => j != i).ToLookup(j => groups[j], j => distances[i, j]);
            double own = byGroup[groups[i]].DefaultIfEmpty(0).Average();
            double other = byGroup.Where(group => group.Key != groups[i]).Min(group => group.Average());
            sum += Math.Max(own, other) > 0 ? (other - own) / Math.Max(own, other) : 0;
        }

        return sum / tasks;
    }

    /// <summary>Joins the two groups of least mean distance.</summary>
    private static void Merge(double[,] distances, int[] groups)
    {
        int[] names = [.. groups.Distinct()];
        (double Distance, int First, int Second) nearest = (double.PositiveInfinity, 0, 0);
        foreach ((int a, int first) in names.Index())
        {
            foreach (int second in names.Skip(a + 1))
            {
                double mean = Enumerable.Range(0, groups.Length).Where(i => groups[i] == first)
                    .SelectMany(i => Enumerable.Range(0, groups.Length).Where(j => groups[j] == second).Select(j => distances[i, j]))
                    .Average();
                nearest = mean < nearest.Distance ? (mean, first, second) : nearest;
            }
        }

        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = groups[i] == nearest.Second ? nearest.First : groups[i];
        }
    }
}
