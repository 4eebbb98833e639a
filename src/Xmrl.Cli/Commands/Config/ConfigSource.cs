using System.Collections.Immutable;
using Xmrl.Cli.Settings;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Config;

/// <summary>The configuration of an experiment, a file, an environment or a run, and the steps that make it.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Layers">The defaults, and what holds after each step; the configuration itself last.</param>
internal sealed record ConfigSource(string Name, ImmutableArray<SettingLayer> Layers)
{
    private static SettingLayer Defaults => new("default", ConfigurationWriter.Write(new ImproveConfiguration()));

    /// <summary>Finds out.</summary>
    /// <param name="context">The experiments.</param>
    /// <param name="word">An experiment, a YAML file, the id of an environment, or a run directory.</param>
    /// <param name="isQuick">Whether the short variant is meant.</param>
    /// <param name="overrides">Values that go over it, each as key.key=value.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="ConfigurationException">There is none, or it has faults.</exception>
    internal static ConfigSource Of(CommandContext context, string word, bool isQuick, ImmutableArray<string> overrides)
    {
        bool isExperiment = context.Experiments.Listed.Any(known => known.Name == word);
        if (!isExperiment && RunDirectory.IsRun(word))
        {
            return OfRun(context, RunDirectory.Open(word));
        }

        var named = NamedExperiment.Of(word, context.Experiments, isRun: false);
        IExperimentRunner runner = context.Experiments.Find(named.Experiment);
        var layers = new List<SettingLayer> { Defaults, First(runner, named) };
        if (isQuick)
        {
            layers.Add(new SettingLayer("quick", Resolve(runner, named, isQuick, [])));
        }

        if (!overrides.IsEmpty)
        {
            layers.Add(new SettingLayer("set", Resolve(runner, named, isQuick, overrides)));
        }

        return new ConfigSource(isQuick ? $"{word} (quick)" : word, [.. layers]);
    }

    private static SettingLayer First(IExperimentRunner runner, NamedExperiment named)
    {
        string full = Resolve(runner, named, isQuick: false, []);
        return named.File is { } file
            ? new SettingLayer("file", full) { Given = (Keys(file), "environment") }
            : new SettingLayer(named.Overrides.IsEmpty ? "experiment" : "environment", full);
    }

    private static ConfigSource OfRun(CommandContext context, RunDirectory run)
    {
        RunState state = run.ReadState();
        if (FinishedRun.ActionOf(run, state) == ExperimentAction.Reproduce)
        {
            throw new ConfigurationException(
                $"{run.FullPath} is a reproduction, whose runs have a configuration each: name one of the folders in it.");
        }

        var layers = new List<SettingLayer> { Defaults };
        if (state.Experiment != CustomExperiment.Name
            && context.Experiments.Listed.FirstOrDefault(known => known.Name == state.Experiment)?.Runner is { } runner)
        {
            var named = new NamedExperiment(state.Experiment);
            layers.Add(First(runner, named));
            if (state.Quick)
            {
                layers.Add(new SettingLayer("quick", Resolve(runner, named, isQuick: true, [])));
            }
        }

        layers.Add(new SettingLayer("run", run.ReadConfiguration()));
        return new ConfigSource(run.FullPath, [.. layers]);
    }

    private static HashSet<string> Keys(string file) => [.. KeysOf(YamlTree.Parse(ConfigurationReader.LoadText(file), file), "")];

    private static IEnumerable<string> KeysOf(ConfigurationNode node, string path) => node is MappingNode mapping
        ? mapping.Entries.SelectMany(entry => KeysOf(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}"))
        : [path];

    private static string Resolve(IExperimentRunner runner, NamedExperiment named, bool isQuick, ImmutableArray<string> overrides)
        => runner.ResolveConfiguration(new ExperimentRequest
        {
            Experiment = runner.Name,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = runner.Name,
            Threads = 1,
            Quick = isQuick,
            ConfigurationFile = named.File,
            ConfigurationFolder = named.File is { } file ? Path.GetDirectoryName(Path.GetFullPath(file)) : null,
            Overrides = [.. named.Overrides, .. overrides],
        });
}
