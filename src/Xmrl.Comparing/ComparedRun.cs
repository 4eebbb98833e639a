using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Comparison;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;

namespace Xmrl.Comparing;

/// <summary>A finished run that is compared with others.</summary>
internal sealed record ComparedRun
{
    /// <summary>The key under which runs are told apart by their experiment.</summary>
    internal const string Experiment = "experiment";

    /// <summary>The key under which runs are told apart by their learner.</summary>
    internal const string Learner = "meta.learner";

    private const string Quick = "quick";

    /// <summary>The folder.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>What was asked.</summary>
    public required RunState State { get; init; }

    /// <summary>Figures on the test tasks.</summary>
    public required StoredEvaluation Evaluation { get; init; }

    /// <summary>The configuration by key, with experiment and variant.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The value of a key, or the learner's title.</summary>
    /// <param name="key">A key.</param>
    internal string Word(string key)
    {
        string value = Text(key);
        return key == Learner ? LearnerTable.TitleOf(value) : value;
    }

    /// <summary>The value of a key; a dash where the run does not have it.</summary>
    /// <param name="key">A key.</param>
    internal string Text(string key) => Values.GetValueOrDefault(key, "–");

    /// <summary>Opens the runs at or below folders, such as the runs inside a reproduction.</summary>
    /// <param name="paths">Run directories, folders of reproductions, or folders that hold runs.</param>
    /// <param name="log">Receives warnings about files that do not fit and decide nothing here.</param>
    /// <returns>The finished runs, in the order of the paths.</returns>
    /// <exception cref="ConfigurationException">A folder has no finished run.</exception>
    /// <exception cref="InvalidDataException">A file is not what its run wrote.</exception>
    internal static IReadOnlyList<ComparedRun> Open(IEnumerable<string> paths, ILogger log)
        => [.. paths.SelectMany(path => Folders(path)).DistinctBy(static run => run.FullPath).Select(run => Of(run, log))];

    private static RunDirectory[] Folders(string path)
    {
        if (RunDirectory.IsRun(path) && RunDirectory.Open(path) is var own && IsSingle(own))
        {
            return [own];
        }

        RunDirectory[] inside =
        [
            .. RunCatalog.Find(path)
                .Where(static found => found.State is { Phase: RunPhase.Done } state && IsSingle(state))
                .Select(static found => RunDirectory.OpenPart(found.FullPath)),
        ];
        return inside.Length > 0
            ? inside
            : throw new ConfigurationException($"There is no finished run in {path}.");
    }

    private static bool IsSingle(RunDirectory run) => IsSingle(run.ReadState());

    private static bool IsSingle(RunState state) => state.Action != "reproduce";

    private static ComparedRun Of(RunDirectory run, ILogger log)
    {
        RunState state = RunCheck.Require(run, log, run.ConfigurationPath, run.EvaluationPath);
        if (!File.Exists(run.EvaluationPath))
        {
            throw new ConfigurationException(
                $"{run.FullPath} has no evaluation.json: the run is {state.Phase.ToString().ToLowerInvariant()}.");
        }

        Dictionary<string, string> values = FlatConfiguration.Of(run.ReadConfiguration()).ToDictionary(StringComparer.Ordinal);
        values[Experiment] = state.Experiment;
        values[Quick] = state.Quick ? "true" : "false";
        return new ComparedRun { Directory = run, State = state, Evaluation = StoredEvaluation.Read(run), Values = values };
    }
}
