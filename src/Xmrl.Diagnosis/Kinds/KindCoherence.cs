using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>How far the tasks of a kind lie together in the space of the task parameters: whether there is a kind at all.</summary>
internal static class KindCoherence
{
    /// <summary>(s − p) / (1 − p), with s the mean share of the kind among the nearest neighbours of its tasks, and p its share among all
    /// tasks.</summary>
    /// <param name="tasks">Tasks.</param>
    /// <param name="labels">The kind of each. Shape [tasks].</param>
    /// <param name="kind">The kind; at least one task has it.</param>
    /// <param name="space">Distances.</param>
    /// <returns>1 where all neighbours are of the kind, near 0 for tasks that are scattered among others; 1 for a kind of all
    /// tasks.</returns>
    public static double Of(IReadOnlyList<MdpTask> tasks, int[] labels, int kind, TaskSpace space)
    {
        int[] own = [.. Enumerable.Range(0, labels.Length).Where(position => labels[position] == kind)];
        double share = own.Length / (double)labels.Length;
        return own.Length == labels.Length ? 1 : (own.Average(Around) - share) / (1 - share);

        double Around(int position)
        {
            int[] nearest = space.Nearest(tasks[position], tasks, KindFinder.Neighbours, position);
            return nearest.Count(other => labels[other] == kind) / (double)nearest.Length;
        }
    }
}
