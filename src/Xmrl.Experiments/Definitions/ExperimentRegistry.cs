using System.Collections.Immutable;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Definitions;

/// <summary>The experiments that can be started by name.</summary>
public sealed class ExperimentRegistry
{
    /// <summary>Creates a registry.</summary>
    /// <param name="runners">Experiments with different names.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or is not made of lower-case letters, digits and hyphens: folders are named
    /// after it.</exception>
    public ExperimentRegistry(params ImmutableArray<IExperimentRunner> runners)
    {
        if (
            runners.FirstOrDefault(static runner => runner.Name.Length == 0
                || !runner.Name.All(static character => char.IsAsciiLetterLower(character)
                    || char.IsAsciiDigit(character)
                    || character == '-')) is { } wrong)
        {
            throw new ArgumentException(
                $"An experiment is named '{wrong.Name}'; expected lower-case letters, digits and hyphens.", nameof(runners));
        }

        if (runners.Select(static runner => runner.Name).Distinct(StringComparer.Ordinal).Count() != runners.Length)
        {
            throw new ArgumentException(
                $"runners has names {string.Join(", ", runners.Select(static runner => runner.Name))}; expected each once.",
                nameof(runners));
        }

        Runners = [.. runners.OrderBy(static runner => runner.Name, StringComparer.Ordinal)];
    }

    /// <summary>The experiments that come with Xmrl.</summary>
    public static ExperimentRegistry BuiltIn { get; } = new(
        [
            DroneExperiment.Create(),
            PlantedExperiments.CreateRare(),
            PlantedExperiments.CreateCorrupted(),
            Navigation2DExperiment.Create(),
            BanditExperiment.Create(),
            StockExperiment.Create(),
            .. LocomotionExperiments.Create(),
        ]);

    /// <summary>All experiments, by name.</summary>
    public ImmutableArray<IExperimentRunner> Runners { get; }

    /// <summary>The experiment of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest or all.</exception>
    public IExperimentRunner Find(string name) =>
        Runners.FirstOrDefault(runner => runner.Name == name)
        ?? throw new ConfigurationException(
            $"There is no experiment {name}.{NearestName.Hint(name, [.. Runners.Select(static runner => runner.Name)])}");
}
