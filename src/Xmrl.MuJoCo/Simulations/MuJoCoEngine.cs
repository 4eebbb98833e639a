using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>The MuJoCo library of this process: looked for once, when first asked for.</summary>
internal static class MuJoCoEngine
{
    /// <summary>Name of the environment variable that names the library's file or folder; where it is set, nothing else is tried.</summary>
    public const string LibraryVariable = EngineLibrary.Variable;

    private static readonly Lazy<(EngineLibrary? Library, EngineStatus Status)> s_loaded = new(
        () => EngineLibrary.Load(
            Environment.GetEnvironmentVariable(LibraryVariable),
            Environment.GetEnvironmentVariable(LibrarySearch.ReleaseVariable),
            LayoutCheck.Require));

    /// <summary>Whether MuJoCo can be used, and how that was found out.</summary>
    public static EngineStatus Status => s_loaded.Value.Status;

    /// <summary>Version of the library, if it was asked for and loaded; null otherwise. Loads nothing.</summary>
    public static string? LoadedVersion => s_loaded.IsValueCreated ? s_loaded.Value.Status.Version : null;

    /// <summary>The library.</summary>
    /// <exception cref="MuJoCoException">It cannot be used; the message says why.</exception>
    internal static EngineLibrary Library => s_loaded.Value.Library ?? throw new MuJoCoException(Status.Sentence);
}
