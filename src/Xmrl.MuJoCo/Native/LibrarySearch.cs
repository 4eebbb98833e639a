using System.Runtime.InteropServices;

namespace Xmrl.MuJoCo.Native;

/// <summary>Looks for libmujoco: where <see cref="EngineLibrary.Variable"/> points, beside the program, then where the system
/// looks.</summary>
internal static class LibrarySearch
{
    private static readonly string[] s_names = ["libmujoco.so.2.2.2", "libmujoco.so"];

    /// <summary>Loads the first that loads.</summary>
    /// <param name="variable">Value of the environment variable; null or empty where it is not set.</param>
    /// <param name="probes">Receives one entry per place.</param>
    /// <returns>The library's handle and place; a handle of 0 where none loads.</returns>
    public static (nint Handle, string Place) Find(string? variable, List<LibraryProbe> probes)
    {
        foreach ((string path, string origin) in Candidates(variable))
        {
            string place = $"{path} ({origin})";
            if (Path.IsPathRooted(path) && !File.Exists(path))
            {
                probes.Add(new LibraryProbe(place, "no such file"));
                continue;
            }

            try
            {
                nint handle = NativeLibrary.Load(path);
                probes.Add(new LibraryProbe(place, "loaded"));
                return (handle, path);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                probes.Add(new LibraryProbe(place, Path.IsPathRooted(path) ? $"does not load: {FirstLine(error.Message)}" : "not found"));
            }
        }

        return (0, "");
    }

    private static IEnumerable<(string Path, string Origin)> Candidates(string? variable)
    {
        if (!string.IsNullOrEmpty(variable))
        {
            string full = Path.GetFullPath(variable);
            foreach (string path in Directory.Exists(full) ? s_names.Select(name => Path.Combine(full, name)) : [full])
            {
                yield return (path, EngineLibrary.Variable);
            }

            yield break;
        }

        foreach (string folder in (string[])["", Path.Combine("runtimes", "linux-x64", "native")])
        {
            foreach (string name in s_names)
            {
                yield return (Path.Combine(AppContext.BaseDirectory, folder, name), "beside the program");
            }
        }

        foreach (string name in s_names)
        {
            yield return (name, "system");
        }

        foreach (string folder in (string[])["/usr/lib/x86_64-linux-gnu", "/usr/local/lib"])
        {
            yield return (Path.Combine(folder, s_names[0]), "usual folder");
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
