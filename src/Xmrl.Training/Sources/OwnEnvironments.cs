using Xmrl.Environments.Loading;
using Xmrl.Environments.Registry;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Sources;

/// <summary>Environments that a user brings in an assembly or a project.</summary>
internal static class OwnEnvironments
{
    /// <summary>Gives the program assemblies or projects, whose environments are then known by their ids.</summary>
    /// <param name="paths">Paths of .dll or .csproj files.</param>
    /// <returns>Takes them back.</returns>
    /// <exception cref="ConfigurationException">One cannot be used.</exception>
    public static IDisposable Give(IEnumerable<string> paths)
    {
        string[] assemblies = [.. paths.Select(path => Path.GetExtension(path) == ".csproj" ? Build(path) : Path.GetFullPath(path))];
        Array.ForEach(assemblies, path => _ = Load(path));
        return Said(() => GivenAssemblies.Give(assemblies));
    }

    /// <summary>The family of an id among those given.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The family; null if none was given.</returns>
    public static IEnvironmentFamily? Given(string id) => GivenAssemblies.Find(id)?.Family;

    /// <summary>Where the environment of an id was given.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>Full path of the assembly; null if none was given.</returns>
    public static string? PathGiven(string id) => GivenAssemblies.Find(id)?.Path;

    /// <summary>Builds a project, once per process.</summary>
    /// <param name="project">Path of the .csproj file.</param>
    /// <returns>Full path of its assembly.</returns>
    /// <exception cref="ConfigurationException">It does not build.</exception>
    public static string Build(string project) => Said(() => ProjectBuild.Build(Path.GetFullPath(project)));

    /// <summary>An environment of an assembly.</summary>
    /// <param name="assembly">Full path.</param>
    /// <param name="id">Its id; empty for the only one.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">The assembly cannot be used, or has no such environment.</exception>
    public static IEnvironmentFamily Find(string assembly, string id)
    {
        IReadOnlyList<IEnvironmentFamily> families = Load(assembly);
        string[] ids = [.. families.Select(family => family.Spec.Id)];
        return families.FirstOrDefault(family => family.Spec.Id == id || (id.Length == 0 && ids.Length == 1))
            ?? throw new ConfigurationException(id.Length == 0
                ? $"{assembly} has the environments {string.Join(", ", ids)}: name one of them as id."
                : $"{assembly} has no environment {id}.{NearestName.Hint(id, ids)}");
    }

    private static IReadOnlyList<IEnvironmentFamily> Load(string assembly)
    {
        IReadOnlyList<IEnvironmentFamily> families = Said(() => EnvironmentAssembly.Load(assembly));
        EnvironmentRegistry known = KnownEnvironments.All();
        return families.FirstOrDefault(family => known.TryGet(family.Spec.Id, out _)) is { } taken
            ? throw new ConfigurationException(
                $"{assembly} registers {taken.Spec.Id}, which is an environment of Xmrl: give it another id.")
            : families;
    }

    /// <summary>What is wrong with a file of the user's is said as a fault of the configuration that names it.</summary>
    private static T Said<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (FileNotFoundException error)
        {
            throw new ConfigurationException(
                $"{error.Message} The environments come from it: build it, correct the path, or name another place with --environments.");
        }
        catch (InvalidDataException error)
        {
            // The errors of a build have a line each.
            throw new ConfigurationException([.. error.Message.Split('\n')]);
        }
    }
}
