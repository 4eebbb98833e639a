using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Fresh tasks of one kind, and others: what every probe of the kind is scored on. Where adaptation takes stored data, which fresh
/// tasks do not have, the validation tasks on new rows and episodes.</summary>
/// <param name="Kind">Tasks that resemble the kind. At least one.</param>
/// <param name="Others">Tasks that resemble no failing kind; may be empty.</param>
/// <param name="Share">Share of all tasks that resemble the kind, in (0, 1].</param>
/// <param name="Counted">Tasks that the share was counted on, ≥ 1.</param>
internal sealed record FreshTasks(IReadOnlyList<MdpTask> Kind, IReadOnlyList<MdpTask> Others, double Share, int Counted)
{
    /// <summary>Tasks of the other failing kinds; empty where there is no other.</summary>
    public IReadOnlyList<MdpTask> Elsewhere { get; private init; } = [];

    /// <summary>Share of all tasks that resemble one of the other failing kinds, in [0, 1).</summary>
    public double ElsewhereShare { get; private init; }

    /// <summary>Draws per task that is wanted on which the share of a kind is counted; drawing costs no environment step.</summary>
    private const int CountedDraws = 10;

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
        int all = tasks.Validation.Count;
        return Beside(
            [.. finder.Kinds.Select(kind => new FreshTasks(Of(kind.Validation), others, (double)kind.Validation.Length / all, all))],
            count);

        MdpTask[] Of(IEnumerable<int> positions) => [.. positions.Take(count).Select(position => tasks.Validation[position])];
    }

    /// <summary>Draws fresh tasks of every kind, and counts how many tasks resemble it: more than fail where some of them do not.</summary>
    /// <param name="finder">The kinds.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="bench">Draws tasks.</param>
    /// <param name="count">Tasks of each kind, and others; of a kind that p(task) hardly draws there are fewer, at least one.</param>
    /// <returns>One set per kind.</returns>
    public static IReadOnlyList<FreshTasks> Draw(KindFinder finder, FailingTasks tasks, IDiagnosisBench bench, int count)
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

        int counted = CountedDraws * count;
        int[] labels = [.. Enumerable.Range(0, counted).Select(index => finder.Label(bench.Sample(index)))];
        return Beside(
            [
                .. kinds.Select((kind, number) => labels.Count(label => label == number) is var own and > 0
                    ? new FreshTasks(Own(kind, number), others, (double)own / counted, counted)
                    : new FreshTasks(
                        Own(kind, number), others, (double)finder.Kinds[number].Validation.Length / tasks.Validation.Count,
                        tasks.Validation.Count)),
            ],
            count);

        IReadOnlyList<MdpTask> Own(List<MdpTask> kind, int number) => kind.Count > 0 ? kind : finder.Nearest(number, drawn, count);
    }

    /// <summary>Gives every kind the tasks of the others, of all of them by turns.</summary>
    private static FreshTasks[] Beside(FreshTasks[] kinds, int count) =>
    [
        .. kinds.Select((kind, number) => kind with
        {
            Elsewhere =
            [
                .. kinds.Where((_, other) => other != number).SelectMany(other => other.Kind.Index()).OrderBy(task => task.Index)
                    .Take(count).Select(task => task.Item),
            ],
            ElsewhereShare = kinds.Where((_, other) => other != number).Sum(other => other.Share),
        }),
    ];
}
