using System.Collections.Immutable;
using Xmrl.Experiments.Definitions;
using Xmrl.Training.Sources;

namespace Xmrl.Cli.Commands;

/// <summary>What the first word after train and improve names: an experiment, a YAML file, or the id of an environment.</summary>
/// <param name="Experiment">Name of the experiment.</param>
internal sealed record NamedExperiment(string Experiment)
{
    private static readonly string[] s_yaml = [".yaml", ".yml"];

    /// <summary>The configuration file; null if the word names none.</summary>
    internal string? File { get; private init; }

    /// <summary>What the word says of the configuration.</summary>
    internal ImmutableArray<string> Overrides { get; private init; } = [];

    /// <summary>The beginning of a new run's folder; null for the experiment's name.</summary>
    internal string? Folder { get; private init; }

    /// <summary>Reads the word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The experiments.</param>
    /// <param name="isRun">Whether it names a run, whose experiment is stored.</param>
    /// <returns>What it names; a word that is none of these is taken for an experiment or environment that then does not exist.</returns>
    internal static NamedExperiment Of(string word, ExperimentRegistry known, bool isRun)
    {
        if (isRun || known.Listed.Any(experiment => experiment.Name == word))
        {
            return new NamedExperiment(word);
        }

        var custom = new NamedExperiment(CustomExperiment.Name);
        if (s_yaml.Contains(Path.GetExtension(word)))
        {
            return custom with { File = word, Folder = Plain(Path.GetFileNameWithoutExtension(word)) };
        }

        return KnownEnvironments.Has(word) || IsVersioned(word)
            ? custom with { Overrides = [$"environment={word}"], Folder = Plain(word) }
            : new NamedExperiment(word);
    }

    /// <summary>Whether a word ends as the ids of environments do: so that one that does not exist is looked for among them.</summary>
    private static bool IsVersioned(string word)
        => word.LastIndexOf("-v", StringComparison.Ordinal) is var at and > 0
            && at + 2 < word.Length
            && word[(at + 2)..].All(char.IsAsciiDigit);

    /// <summary>A word as folders are named: lower-case letters, digits and hyphens.</summary>
    private static string? Plain(string word)
    {
        string plain = new([.. word.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return plain.Trim('-') is { Length: > 0 } name ? name : null;
    }
}
