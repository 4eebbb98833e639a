using System.Collections.Immutable;
using Xmrl.Experiments.Configuration;

namespace Xmrl.Experiments.Reproduction;

/// <summary>The reproductions that can be started by id.</summary>
public sealed class ReproductionRegistry
{
    /// <summary>Creates a registry.</summary>
    /// <param name="reproductions">Reproductions with different ids.</param>
    /// <exception cref="ArgumentException">An id occurs twice, or a reproduction contradicts itself.</exception>
    public ReproductionRegistry(params ImmutableArray<TableReproduction> reproductions)
    {
        if (reproductions.Select(static reproduction => reproduction.Id).Distinct(StringComparer.Ordinal).Count() != reproductions.Length)
        {
            throw new ArgumentException($"reproductions has ids {string.Join(", ", reproductions.Select(static known => known.Id))}; expected each once.", nameof(reproductions));
        }

        foreach (TableReproduction reproduction in reproductions)
        {
            reproduction.Check();
        }

        All = [.. reproductions.OrderBy(static reproduction => reproduction.Id, StringComparer.Ordinal)];
    }

    /// <summary>The reproductions that come with Xmrl.</summary>
    public static ReproductionRegistry BuiltIn { get; } = new([SgMrlTable1.Text(), SgMrlTable1.Code(), NavigationLearners.Create(), .. XmrlSubject.All.SelectMany(XmrlTables.Of)]);

    /// <summary>All reproductions, by id.</summary>
    public ImmutableArray<TableReproduction> All { get; }

    /// <summary>The reproduction of an id.</summary>
    /// <param name="id">Its id, or what is left of it without the experiment.</param>
    /// <param name="experiment">The experiment, for tables that are made for several: xmrl/table1 and stock are xmrl/table1-stock. Left out: the id as it is, else the drone's.</param>
    /// <returns>The reproduction.</returns>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest or all.</exception>
    public TableReproduction Find(string id, string? experiment = null)
    {
        string full = experiment is null ? id : $"{id}-{experiment}";
        if ((Exact(full) ?? (experiment is null ? Exact($"{id}-{Improvement.DroneExperiment.Name}") : null)) is { } found)
        {
            return found;
        }

        throw new ConfigurationException(experiment is not null && Exact(id) is not null
            ? $"{id} is made for one experiment; leave --experiment out."
            : $"There is no reproduction {full}.{NearestName.Hint(full, [.. All.Select(static known => known.Id)])}");
    }

    private TableReproduction? Exact(string id) => All.FirstOrDefault(reproduction => reproduction.Id == id);
}
