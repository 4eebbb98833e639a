using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Fresh tasks of one kind, and others: what every probe of the kind is scored on. Where adaptation takes stored data, which fresh
/// tasks do not have, the validation tasks on new rows and episodes.</summary>
/// <param name="Kind">Tasks that resemble the kind. At least one.</param>
/// <param name="Others">Tasks that resemble no failing kind; may be empty.</param>
internal sealed record FreshTasks(IReadOnlyList<MdpTask> Kind, IReadOnlyList<MdpTask> Others)
{
    /// <summary>Draws per task that is wanted, before the nearest of those drawn are taken.</summary>
    private const int MostTries = 60;

    /// <summary>The validation tasks of every kind, and those that do not fail.</summary>
    /// <param name="finder">The kinds.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="count">Most tasks of each kind, and others.</param>
    /// <returns>One set per kind.</returns>
    public static IReadOnlyList<FreshTasks> Stored(KindFinder finder, FailingTasks tasks, int count)
    {
        MdpTask[] others = Of(Enumerable.Range(0, tasks.Validation.Count).Except(tasks.All));
        return [.. finder.Kinds.Select(kind => new FreshTasks(Of(kind.Validation), others))];

        MdpTask[] Of(IEnumerable<int> positions) => [.. positions.Take(count).Select(position => tasks.Validation[position])];
    }

    /// <summary>Draws fresh tasks of every kind.</summary>
    /// <param name="finder">The kinds.</param>
    /// <param name="bench">Draws tasks.</param>
    /// <param name="count">Tasks of each kind, and others; of a kind that p(task) hardly draws there are fewer, at least one.</param>
    /// <returns>One set per kind.</returns>
    public static IReadOnlyList<FreshTasks> Draw(KindFinder finder, IDiagnosisBench bench, int count)
    {
        List<MdpTask>[] kinds = [.. finder.Kinds.Select(_ => new List<MdpTask>())];
        var others = new List<MdpTask>();
        var drawn = new List<MdpTask>();
        while (drawn.Count < MostTries * count && (others.Count < count || kinds.Any(kind => kind.Count < count)))
        {
            MdpTask task = bench.Sample(drawn.Count);
            drawn.Add(task);
            int label = finder.Label(task);
            List<MdpTask> set = label == KindFinder.Healthy ? others : kinds[label];
            if (set.Count < count)
            {
                set.Add(task);
            }
        }

        return [.. kinds.Select((kind, number) => new FreshTasks(kind.Count > 0 ? kind : finder.Nearest(number, drawn, count), others))];
    }
}
