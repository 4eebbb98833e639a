using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests;

/// <summary>Every libmujoco of a supported version that the search finds on this machine, loaded and checked once per process. To compare
/// versions, name the folder of another in MUJOCO_PATH.</summary>
internal static class FoundLibraries
{
    private static readonly Lazy<(string, EngineLibrary?, EngineStatus)[]> s_all = new(Look);

    /// <summary>One per version, in the order of the search, whether or not it passes the check.</summary>
    public static IReadOnlyList<(string Path, EngineLibrary? Library, EngineStatus Status)> All => s_all.Value;

    private static (string Path, EngineLibrary? Library, EngineStatus Status)[] Look()
    {
        if (!Native.LinuxFactAttribute.IsRightSystem)
        {
            return [];
        }

        string? release = Environment.GetEnvironmentVariable(LibrarySearch.ReleaseVariable);
        string? named = Environment.GetEnvironmentVariable(EngineLibrary.Variable);
        IEnumerable<string> found = LibrarySearch.Find(null, release, []).Select(static library => library.Place);
        return
        [
            .. (string.IsNullOrEmpty(named) ? found : found.Prepend(named))
                .Select(static path => (path, Loaded: EngineLibrary.Load(path, null, LayoutCheck.Require)))
                .Where(static entry => entry.Loaded.Status.Version is not null
                    || entry.Loaded.Status.Sentence.Contains("cannot be used", StringComparison.Ordinal))
                .DistinctBy(static entry => entry.Loaded.Status.Version ?? entry.path)
                .Select(static entry => (entry.path, entry.Loaded.Library, entry.Loaded.Status)),
        ];
    }
}
