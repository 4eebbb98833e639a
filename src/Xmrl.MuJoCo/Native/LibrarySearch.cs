using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Looks for libmujoco: where an environment variable points, beside the program, where the system looks, then in usual
/// folders.</summary>
internal static class LibrarySearch
{
    /// <summary>Environment variable that names a folder of MuJoCo as its releases unpack, with its own programs too.</summary>
    public const string ReleaseVariable = "MUJOCO_PATH";

    private const string Unversioned = "libmujoco.so";

    /// <summary>Loads one library after the other, as far as the caller asks.</summary>
    /// <param name="variable">Value of <see cref="EngineLibrary.Variable"/>; null or empty where it is not set. Where it is set, nothing
    /// else is tried.</param>
    /// <param name="release">Value of <see cref="ReleaseVariable"/>; null or empty where it is not set.</param>
    /// <param name="probes">Receives one entry per place.</param>
    /// <returns>Handle and place of each that loads; the entry of one that was returned last is the last.</returns>
    public static IEnumerable<(nint Handle, string Place)> Find(string? variable, string? release, List<LibraryProbe> probes)
    {
        foreach ((string origin, string[] paths, string elsewhere) in Places(variable, release))
        {
            int before = probes.Count;
            foreach (string path in paths)
            {
                if (Open(path, origin, probes) is var handle and not 0)
                {
                    yield return (handle, path);
                }
            }

            // A sentence for the group where single names say nothing.
            if (probes.Count == before)
            {
                probes.Add(new LibraryProbe($"{elsewhere} ({origin})", paths.Length == 0 ? "no libmujoco.so" : "not found"));
            }
        }
    }

    private static nint Open(string path, string origin, List<LibraryProbe> probes)
    {
        string place = $"{path} ({origin})";
        bool isFile = Path.IsPathRooted(path);
        if (isFile && !File.Exists(path))
        {
            probes.Add(new LibraryProbe(place, "no such file"));
            return 0;
        }

        try
        {
            nint handle = NativeLibrary.Load(path);
            probes.Add(new LibraryProbe(place, "loaded"));
            return handle;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            if (isFile)
            {
                probes.Add(new LibraryProbe(place, $"does not load: {FirstLine(error.Message)}"));
            }

            return 0;
        }
    }

    /// <summary>Where to look, in order: what led there, files or names, and what to call them together.</summary>
    private static IEnumerable<(string Origin, string[] Paths, string Together)> Places(string? variable, string? release)
    {
        if (!string.IsNullOrEmpty(variable))
        {
            string full = Path.GetFullPath(variable);
            yield return Directory.Exists(full)
                ? (EngineLibrary.Variable, Libraries(full), full)
                : (EngineLibrary.Variable, [full], full);
            yield break;
        }

        if (!string.IsNullOrEmpty(release))
        {
            yield return (ReleaseVariable, Libraries(Path.GetFullPath(release)), Path.GetFullPath(release));
        }

        string native = Path.Combine("runtimes", "linux-x64", "native");
        yield return (
            "beside the program",
            [.. Libraries(AppContext.BaseDirectory), .. Libraries(Path.Combine(AppContext.BaseDirectory, native))],
            AppContext.BaseDirectory);

        // The loader takes whole names only, so every version has its own.
        yield return (
            "system",
            [
                $"{Unversioned}.{EngineLayouts.Default}", Unversioned,
                .. EngineLayouts.Versions.Where(static version => version != EngineLayouts.Default)
                    .Reverse().Select(static version => $"{Unversioned}.{version}"),
            ],
            Unversioned);

        string home = Path.Combine("/", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mujoco");
        string[] folders = ["/usr/lib/x86_64-linux-gnu", "/usr/local/lib", .. Folders(home)];
        yield return ("usual folders", [.. folders.SelectMany(Libraries)], $"/usr/lib/x86_64-linux-gnu, /usr/local/lib and {home}");
    }

    private static string[] Folders(string home)
        => Directory.Exists(home) ? [.. Directory.GetDirectories(home).OrderDescending(StringComparer.Ordinal)] : [];

    /// <summary>The libraries of a folder and of its folder <c>lib</c>: the default version, the one without a version in its name, then
    /// the newest first.</summary>
    private static string[] Libraries(string folder)
    {
        string[] found =
        [
            .. new[] { folder, Path.Combine(folder, "lib") }
                .Where(Directory.Exists)
                .SelectMany(static place => Directory.GetFiles(place, Unversioned + "*")),
        ];
        return
        [
            .. found.Where(static path => NumberOf(path) is not null)
                .OrderByDescending(static path => Path.GetFileName(path) == $"{Unversioned}.{EngineLayouts.Default}")
                .ThenByDescending(NumberOf),
        ];
    }

    /// <summary>The version in a file's name; the largest there is where it has none; null where the name is of another kind.</summary>
    private static Version? NumberOf(string path)
    {
        string ending = Path.GetFileName(path)[Unversioned.Length..];
        return ending.Length == 0 ? new Version(int.MaxValue, 0)
            : ending[0] == '.' && Version.TryParse(ending.AsSpan(1), out Version? version) ? version
            : null;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
