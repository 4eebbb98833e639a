using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Training.Configuration;

namespace Xmrl.Comparing;

/// <summary>Groups of runs side by side. A seed draws its own tasks, base policy and rollouts, so a run is one observation: intervals and
/// tests are over seeds, not over tasks.</summary>
internal sealed record GroupComparison
{
    /// <summary>The word for the methods of runs that differ in their seeds alone.</summary>
    internal const string Method = "method";

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>The keys that make the groups; <c>method</c> for the methods of runs that are configured alike.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>Seeds that occur.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The groups.</summary>
    public required IReadOnlyList<GroupFigures> Groups { get; init; }

    /// <summary>Every other group against the reference.</summary>
    public required IReadOnlyList<GroupDifference> Differences { get; init; }

    /// <summary>Keys in which the groups differ beside those that make them.</summary>
    public required IReadOnlyList<string> AlsoDiffering { get; init; }

    /// <summary>More figures of the methods of runs that are configured alike; null for groups.</summary>
    public IReadOnlyList<SeedRow>? Rows { get; init; }

    /// <summary>Compares finished runs.</summary>
    /// <param name="paths">Run directories, folders of reproductions, or folders that hold runs.</param>
    /// <param name="by">Keys that make groups; none for the learner, the experiment or whatever differs.</param>
    /// <param name="reference">Label of the group that others are compared with; null for the first.</param>
    /// <param name="log">Receives warnings.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ConfigurationException">The runs cannot be compared; the message names the keys that differ.</exception>
    /// <exception cref="InvalidDataException">A file is not what its run wrote.</exception>
    internal static GroupComparison Of(IReadOnlyList<string> paths, IReadOnlyList<string> by, string? reference, ILogger log)
    {
        IReadOnlyList<ComparedRun> runs = ComparedRun.Open(paths, log);
        if (runs.Count < 2)
        {
            throw new ConfigurationException($"A comparison needs at least two runs; found {runs.Count}.");
        }

        string[] scores = [.. runs.Select(static run => run.Evaluation.Score).Distinct(StringComparer.Ordinal)];
        if (scores.Length > 1)
        {
            throw new ConfigurationException(
                $"The runs have other scores, {string.Join(" and ", scores)}: environment differs ("
                    + $"{string.Join(", ", runs.Select(static run => run.Word("environment")).Distinct(StringComparer.Ordinal))}).");
        }

        bool isAlike = (by.Count == 0 && RunGroup.Differing(runs).Count == 0) || by is [Method];
        return isAlike ? OfMethods(runs, reference, log) : OfGroups(runs, by, reference);
    }

    private static GroupComparison OfGroups(IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> by, string? reference)
    {
        IReadOnlyList<RunGroup> groups = RunGroup.Of(runs, by, out IReadOnlyList<string> keys);
        string score = runs[0].Evaluation.Score;
        GroupFigures[] figures =
        [
            .. groups.Select(group => GroupFigures.Of(
                group.Label,
                [.. group.Runs.Select(static run => GroupSeries.Of(run, run.Evaluation.Methods[0].Name, ""))],
                score)),
        ];
        int first = Reference(figures, reference);
        return new GroupComparison
        {
            Score = score,
            By = keys,
            Seeds = [.. runs.Select(static run => run.State.Seed).Distinct().Order()],
            Groups = figures,
            Differences = GroupDifference.Corrected(
            [
                .. Enumerable.Range(0, figures.Length).Where(i => i != first)
                    .Select(i => GroupDifference.Of(figures[i], figures[first], SameTasks(groups[i].Runs[0], groups[first].Runs[0]))),
            ]),
            AlsoDiffering =
            [
                // What one learner alone has follows from the learner.
                .. RunGroup.Differing(runs).Except(keys, StringComparer.Ordinal)
                    .Where(key => !keys.Contains(ComparedRun.Learner) || runs.All(run => run.Values.ContainsKey(key))),
            ],
        };
    }

    private static GroupComparison OfMethods(IReadOnlyList<ComparedRun> runs, string? reference, ILogger log)
    {
        SeedComparison seeds = SeedComparison.Of([.. runs.Select(static run => run.Directory)], log);
        GroupFigures[] figures =
        [
            .. seeds.Rows.Select(row => GroupFigures.Of(
                row.Method,
                [.. runs.Select(run => GroupSeries.Of(run, row.Method, Series(row.Method)))],
                seeds.Score)),
        ];
        int first = Reference(figures, reference);
        return new GroupComparison
        {
            Score = seeds.Score,
            By = [Method],
            Seeds = seeds.Seeds,
            Groups = figures,
            Differences = GroupDifference.Corrected(
            [
                .. figures.Where((_, i) => i != first).Select(group => GroupDifference.Of(group, figures[first], sameTasks: true)),
            ]),
            AlsoDiffering = [],
            Rows = seeds.Rows,
        };

        string Series(string method)
            => MethodTable.Standard.All.FirstOrDefault(known => known.Title == method)?.Training.MetricsSeries ?? "";
    }

    private static int Reference(GroupFigures[] groups, string? label)
    {
        if (label is null)
        {
            return 0;
        }

        string[] labels = [.. groups.Select(static group => group.Label)];
        int at = Array.FindIndex(labels, known => string.Equals(known, label, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new ConfigurationException($"There is no group {label}.{NearestName.Hint(label, labels)}");
    }

    /// <summary>Whether a seed draws the same tasks: the same environments, and sets of the same kind and size.</summary>
    private static bool SameTasks(ComparedRun first, ComparedRun second)
        => RunGroup.Differing([first, second]).All(static key
            => !key.StartsWith("environment", StringComparison.Ordinal)
                && !key.StartsWith("tasks.", StringComparison.Ordinal)
                && !key.StartsWith("market", StringComparison.Ordinal));
}
