using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.MetaWorld.Experiments;
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
        : this([.. runners.Select(static runner => new ListedExperiment(runner))])
    {
    }

    /// <summary>Creates a registry of experiments that are put together when they are asked for.</summary>
    /// <param name="runners">Experiments with different names; the array is sorted and kept.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    private ExperimentRegistry(ListedExperiment[] runners)
    {
        Array.Sort(runners, static (first, second) => string.CompareOrdinal(first.Name, second.Name));
        foreach (ListedExperiment known in runners)
        {
            if (!IsName(known.Name))
            {
                throw new ArgumentException(
                    $"An experiment is named '{known.Name}'; expected lower-case letters, digits and hyphens.", nameof(runners));
            }
        }

        for (int i = 1; i < runners.Length; i++)
        {
            if (runners[i].Name == runners[i - 1].Name)
            {
                throw new ArgumentException(
                    $"runners has names {string.Join(", ", runners.Select(static known => known.Name))}; expected each once.",
                    nameof(runners));
            }
        }

        Listed = runners;
    }

    /// <summary>The experiments that come with Xmrl.</summary>
    public static ExperimentRegistry BuiltIn { get; } = new(
        [
            new(CustomExperiment.Name, CustomExperiment.Summary, CustomExperiment.Create),
            new(DroneExperiment.Name, DroneExperiment.Summary, DroneExperiment.Create),
            new(PlantedExperiments.RareName, PlantedExperiments.RareSummary, PlantedExperiments.CreateRare),
            new(PlantedExperiments.CorruptedName, PlantedExperiments.CorruptedSummary, PlantedExperiments.CreateCorrupted),
            .. DroneCauseExperiments.Listed(),
            new(Navigation2DExperiment.Name, Navigation2DExperiment.Summary, Navigation2DExperiment.Create),
            .. Navigation2DCauseExperiments.Listed(),
            new(BanditExperiment.Name, BanditExperiment.Summary, BanditExperiment.Create),
            .. BanditSizeExperiments.Listed(),
            new(DoorsExperiment.Name, DoorsExperiment.Summary, DoorsExperiment.Create),
            .. PointRobotExperiments.Listed(),
            new(FrozenLakeExperiment.Name, FrozenLakeExperiment.Summary, FrozenLakeExperiment.Create),
            new(FrozenLakeExperiment.LowName, FrozenLakeExperiment.LowSummary, FrozenLakeExperiment.CreateLow),
            new(StockExperiment.Name, StockExperiment.Summary, StockExperiment.Create),
            .. LocomotionExperiments.Listed(),
            .. MetaWorldExperiment.All.Select(static known => new ListedExperiment(known.Name, known.Summary, () => Written(known))),
        ]);

    /// <summary>All experiments, by name.</summary>
    public ImmutableArray<IExperimentRunner> Runners => [.. Listed.Select(static known => known.Runner)];

    /// <summary>Names and summaries of all experiments, by name.</summary>
    internal IReadOnlyList<ListedExperiment> Listed { get; }

    /// <summary>The experiment of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest or all.</exception>
    public IExperimentRunner Find(string name) =>
        Listed.FirstOrDefault(known => known.Name == name)?.Runner
        ?? throw new ConfigurationException(
            $"There is no experiment {name}.{NearestName.Hint(name, [.. Listed.Select(static known => known.Name)])}");

    private static ImprovementRunner Written(MetaWorldExperiment known) => new(
        known.Name,
        known.Summary,
        ConfigurationReader.Read<ImproveConfiguration>(
            MetaWorldExperiment.Configuration(), known.Name, known.Changes, MethodTable.Standard.Names),
        known.Quick)
    { Compared = [.. MetaWorldExperiment.Compared.Select(static method => (MethodName)method)] };

    private static bool IsName(string name)
    {
        bool isGood = name.Length > 0;
        foreach (char character in name)
        {
            isGood &= char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
        }

        return isGood;
    }
}
