using System.Collections.Immutable;
using Xmrl.Training.Configuration;

namespace Xmrl.Comparing;

/// <summary>Runs that differ in their seeds alone.</summary>
/// <param name="Label">What sets them apart from other groups.</param>
/// <param name="Runs">The runs, by seed.</param>
internal sealed record RunGroup(string Label, ImmutableArray<ComparedRun> Runs)
{
    private const int MostKeys = 4;

    /// <summary>The keys by which runs differ, in the order of a configuration.</summary>
    /// <param name="runs">Runs.</param>
    internal static IReadOnlyList<string> Differing(IReadOnlyList<ComparedRun> runs)
        =>
        [
            .. runs.SelectMany(static run => run.Values.Keys).Distinct(StringComparer.Ordinal)
                .Where(key => runs.Select(run => run.Values.GetValueOrDefault(key)).Distinct(StringComparer.Ordinal).Count() > 1),
        ];

    /// <summary>Groups runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="by">Keys whose values make the groups; none for the learner or the experiment where they differ, else for whatever
    /// differs.</param>
    /// <param name="keys">Receives the keys that make the groups.</param>
    /// <returns>The groups, in the order in which their first runs stand.</returns>
    /// <exception cref="ConfigurationException">A key is not one of the runs, or a group would hold runs that differ in more than the
    /// seed.</exception>
    internal static IReadOnlyList<RunGroup> Of(IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> by, out IReadOnlyList<string> keys)
    {
        IReadOnlyList<string> differing = Differing(runs);
        string[] known = [.. runs.SelectMany(static run => run.Values.Keys).Distinct(StringComparer.Ordinal)];
        foreach (string key in by.Where(key => !known.Contains(key)))
        {
            throw new ConfigurationException($"The runs have no key {key}.{NearestName.Hint(key, known)}");
        }

        List<string> chosen = [.. by.Count > 0 ? by : Chosen(differing)];
        List<RunGroup> groups = Made(runs, chosen);
        while (by.Count == 0 && chosen.Count < MostKeys
            && groups.Select(group => group.Unlike(chosen)).FirstOrDefault(static unlike => unlike.Length > 0) is [{ } next, ..])
        {
            // Runs of one learner that differ in a key, as variants in a table do, are groups of their own.
            chosen.Add(next);
            groups = Made(runs, chosen);
        }

        keys = chosen;
        groups.ForEach(group => group.RequireAlike(chosen));
        return groups;
    }

    private static List<RunGroup> Made(IReadOnlyList<ComparedRun> runs, List<string> keys) =>
    [
        .. runs.GroupBy(run => LabelOf(run, keys), StringComparer.Ordinal)
            .Select(static group => new RunGroup(group.Key, [.. group.OrderBy(static run => run.State.Seed)])),
    ];

    private static string LabelOf(ComparedRun run, List<string> keys) => string.Join(
        ", ",
        keys.Where(key => run.Values.ContainsKey(key) || keys.Count == 1)
            .Select(key => IsTelling(key) ? run.Word(key) : $"{key} = {run.Word(key)}"));

    private static bool IsTelling(string key) => key is ComparedRun.Experiment or ComparedRun.Learner;

    private string[] Unlike(List<string> by) => [.. Differing(Runs).Except(by)];

    private static string[] Chosen(IReadOnlyList<string> differing)
    {
        string[] telling = [.. differing.Where(IsTelling)];
        return telling.Length > 0 ? telling
            : differing.Count <= MostKeys ? [.. differing]
            : throw new ConfigurationException(
                $"The runs differ in {string.Join(", ", differing)}. Name the keys that make groups with --by.");
    }

    private void RequireAlike(List<string> by)
    {
        string[] differing = Unlike(by);
        if (differing.Length > 0)
        {
            ComparedRun first = Runs[0];
            ComparedRun other = Runs.First(run => run.Text(differing[0]) != first.Text(differing[0]));
            string found = string.Join("; ", differing.Select(key => $"{key}: {first.Text(key)} | {other.Text(key)}"));
            throw new ConfigurationException(
                $"{other.Directory.FullPath} and {first.Directory.FullPath} would be averaged as {Label}, and differ in {found}. To keep "
                    + $"them apart: --by {string.Join(',', by.Concat(differing.Take(1)))}");
        }

        foreach (IGrouping<ulong, ComparedRun> same in Runs.GroupBy(static run => run.State.Seed).Where(static same => same.Count() > 1))
        {
            throw new ConfigurationException(
                $"{same.Last().Directory.FullPath} has seed {same.Key} again; each seed counts once.");
        }
    }
}
