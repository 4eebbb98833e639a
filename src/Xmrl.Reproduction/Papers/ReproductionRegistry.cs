using System.Collections.Immutable;
using Xmrl.Experiments.Definitions;
using Xmrl.Reproduction.BoMrl;
using Xmrl.Reproduction.Robustness;
using Xmrl.Training.Configuration;

namespace Xmrl.Reproduction.Papers;

/// <summary>The reproductions that can be started by id.</summary>
internal sealed class ReproductionRegistry
{
    /// <summary>Creates a registry.</summary>
    /// <param name="reproductions">Reproductions with different ids.</param>
    /// <exception cref="ArgumentException">An id occurs twice, or a reproduction contradicts itself.</exception>
    public ReproductionRegistry(params ImmutableArray<TableReproduction> reproductions)
    {
        if (reproductions.Select(static reproduction => reproduction.Id).Distinct(StringComparer.Ordinal).Count() != reproductions.Length)
        {
            throw new ArgumentException(
                $"reproductions has ids {string.Join(", ", reproductions.Select(static known => known.Id))}; expected each once.",
                nameof(reproductions));
        }

        foreach (TableReproduction reproduction in reproductions)
        {
            reproduction.Check();
        }

        All = [.. reproductions.OrderBy(static reproduction => reproduction.Id, StringComparer.Ordinal)];
    }

    /// <summary>The reproductions that come with Xmrl.</summary>
    public static ReproductionRegistry BuiltIn { get; } = new(
        [
            SgMrlTable1.Text(), SgMrlTable1.Code(), SgMrlTable2.Create(), NavigationLearners.Create(), .. XmrlTables.Create(),
            .. LakeFigures.Create(), .. LocomotionFigures.Create(), .. RobustnessStudy.Create(), .. DiagnosisTables.Create(),
            .. MetaWorldTables.Create(),
        ]);

    /// <summary>These reproductions and others, which a library further up brings.</summary>
    /// <param name="others">The others, with ids of their own.</param>
    /// <returns>A new registry.</returns>
    public ReproductionRegistry With(params ImmutableArray<TableReproduction> others) => new([.. All, .. others]);

    /// <summary>All reproductions, by id.</summary>
    public ImmutableArray<TableReproduction> All { get; }

    /// <summary>The reproduction of a table that a paper makes for several experiments.</summary>
    /// <param name="id">paper/table, such as xmrl/table1.</param>
    /// <param name="experiment">Name of the experiment; null for the table's only one, or the drone.</param>
    /// <returns>The reproduction.</returns>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest or all.</exception>
    public TableReproduction Find(string id, string? experiment) => experiment is null && All.Any(known => known.Id == id)
        ? Find(id)
        : experiment is null
            && !All.Any(known => known.Id == $"{id}-{DroneExperiment.Name}")
                ? Find(id)
                : Find($"{id}-{experiment ?? DroneExperiment.Name}");

    /// <summary>The reproduction of an id.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The reproduction.</returns>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest or all.</exception>
    public TableReproduction Find(string id) =>
        All.FirstOrDefault(reproduction => reproduction.Id == id)
        ?? throw new ConfigurationException(
            $"There is no reproduction {id}.{NearestName.Hint(id, [.. All.Select(static known => known.Id)])}");
}
