using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Loading;

/// <summary>The assemblies with environments that a program was given, whose environments are then known by their ids alone. Where a
/// configuration names another place for one of these ids, what was given counts.</summary>
internal static class GivenAssemblies
{
    private static readonly Lock s_lock = new();
    private static string[] s_paths = [];

    /// <summary>Ids and full paths of all environments that were given.</summary>
    public static IReadOnlyList<(IEnvironmentFamily Family, string Path)> All
        => [.. s_paths.SelectMany(path => EnvironmentAssembly.Load(path).Select(family => (family, path)))];

    /// <summary>Gives assemblies.</summary>
    /// <param name="paths">Their full paths.</param>
    /// <returns>Takes them back.</returns>
    /// <exception cref="InvalidDataException">Two of them have an environment of the same id, or one cannot be used.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IDisposable Give(IReadOnlyList<string> paths)
    {
        string[] given = [.. paths.Distinct(StringComparer.Ordinal)];
        foreach (IGrouping<string, string> id in given
            .SelectMany(path => EnvironmentAssembly.Load(path).Select(family => (family.Spec.Id, Path: path)))
            .GroupBy(entry => entry.Id, entry => entry.Path))
        {
            if (id.Count() > 1)
            {
                throw new InvalidDataException($"The environment {id.Key} is in {string.Join(" and in ", id)}; expected it once.");
            }
        }

        lock (s_lock)
        {
            s_paths = [.. s_paths, .. given];
        }

        return new Taken(given);
    }

    /// <summary>The family of an id among those given.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The family and the full path of its assembly; null if none was given.</returns>
    public static (IEnvironmentFamily Family, string Path)? Find(string id)
        => All.FirstOrDefault(entry => entry.Family.Spec.Id == id) is { Family: not null } found ? found : null;

    private sealed class Taken(string[] paths) : IDisposable
    {
        public void Dispose()
        {
            lock (s_lock)
            {
                List<string> left = [.. s_paths];
                foreach (string path in paths)
                {
                    left.Remove(path);
                }

                s_paths = [.. left];
            }
        }
    }
}
