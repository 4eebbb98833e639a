using System.Diagnostics.CodeAnalysis;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Environments.Doors;
using Xmrl.Environments.Drone;
using Xmrl.Environments.FrozenLake;
using Xmrl.Environments.Navigation2D;
using Xmrl.Environments.PointRobot;
using Xmrl.Environments.Stock;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Registry;

/// <summary>Environments by id. A composition root builds one and adds what its packages bring; not safe for concurrent
/// registration.</summary>
public sealed class EnvironmentRegistry
{
    private readonly SortedDictionary<string, IEnvironmentFamily> _families = new(StringComparer.Ordinal);

    /// <summary>All known ids, in ordinal order.</summary>
    public IReadOnlyCollection<string> Ids => _families.Keys;

    /// <summary>A new registry that holds the managed environments with their default options.</summary>
    public static EnvironmentRegistry CreateDefault()
    {
        EnvironmentRegistry registry = new();
        registry.Register(new BernoulliBanditFamily());
        foreach ((int arms, int pulls) in BernoulliBanditFamily.Sizes)
        {
            registry.Register(BernoulliBanditFamily.OfSize(arms, pulls));
        }

        registry.Register(new DoorsFamily());
        registry.Register(new DroneFamily());
        registry.Register(new DroneFamily(DroneOptions.Walled));
        registry.Register(new FrozenLakeFamily());
        registry.Register(new FrozenLakeFamily(FrozenLakeOptions.Low));
        registry.Register(new Navigation2DFamily());
        registry.Register(new Navigation2DFamily(Navigation2DOptions.Square));
        registry.Register(new Navigation2DFamily(Navigation2DOptions.Walled));
        registry.Register(new PointRobotFamily());
        registry.Register(new PointRobotFamily(PointRobotOptions.Sparse));
        registry.Register(new PointRobotFamily(PointRobotOptions.Goal));
        registry.Register(new StockFamily());
        return registry;
    }

    /// <summary>Adds an environment under its specification's id.</summary>
    /// <param name="family">The environment.</param>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public void Register(IEnvironmentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (!_families.TryAdd(family.Spec.Id, family))
        {
            throw new ArgumentException($"An environment '{family.Spec.Id}' is already registered.", nameof(family));
        }
    }

    /// <summary>Finds an environment.</summary>
    /// <param name="id">Its id; case matters.</param>
    /// <param name="family">The environment, if found.</param>
    public bool TryGet(string id, [NotNullWhen(true)] out IEnvironmentFamily? family) => _families.TryGetValue(id, out family);

    /// <summary>Finds an environment that must exist.</summary>
    /// <param name="id">Its id; case matters.</param>
    /// <exception cref="ArgumentException">No such environment; the message names those that are known.</exception>
    public IEnvironmentFamily Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (TryGet(id, out IEnvironmentFamily? family))
        {
            return family;
        }

        string known = _families.Count == 0 ? "None is registered." : $"Known: {string.Join(", ", _families.Keys)}.";
        throw new ArgumentException($"There is no environment '{id}'. {known}", nameof(id));
    }
}
