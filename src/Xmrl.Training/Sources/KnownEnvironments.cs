using Xmrl.Environments.Loading;
using Xmrl.Environments.Registry;
using Xmrl.MetaWorld.Families;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Sources;

/// <summary>The environments that come with Xmrl.</summary>
internal static class KnownEnvironments
{
    /// <summary>All of them: the managed ones and those of MuJoCo, whether or not its library is there.</summary>
    /// <returns>A new registry.</returns>
    public static EnvironmentRegistry All()
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        foreach (IEnvironmentFamily family in LocomotionFamily.All().Concat<IEnvironmentFamily>(MetaWorldFamily.All()))
        {
            registry.Register(family);
        }

        return registry;
    }

    /// <summary>Whether an id is one of these, or of an assembly that was given.</summary>
    /// <param name="id">Environment id.</param>
    public static bool Has(string id) => All().TryGet(id, out _) || GivenAssemblies.Find(id) is not null;

    /// <summary>The environments of an id.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">None has the id, or it needs what is installed apart and cannot be used here.</exception>
    public static IEnvironmentFamily Find(string id)
    {
        EnvironmentRegistry registry = All();
        if (!registry.TryGet(id, out IEnvironmentFamily? family))
        {
            string[] known = [.. registry.Ids, .. GivenAssemblies.All.Select(given => given.Family.Spec.Id)];
            throw new ConfigurationException($"There is no environment {id}.{NearestName.Hint(id, known)}");
        }

        return family is IInstalledApart { Missing: { } missing }
            ? throw new ConfigurationException($"{id} needs {missing}")
            : family;
    }
}
