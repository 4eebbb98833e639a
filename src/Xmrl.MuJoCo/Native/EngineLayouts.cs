using System.Reflection;

namespace Xmrl.MuJoCo.Native;

/// <summary>The versions of MuJoCo whose structs are known.</summary>
/// <remarks>Each has a table in the folder Layouts, as eng/mujoco-layout.sh prints it from the headers of that version, for 64-bit Linux.
/// <c>LayoutCheck</c> compares it with the loaded library.</remarks>
internal static class EngineLayouts
{
    /// <summary>The version that is installed on demand, and with which published results were computed.</summary>
    public const string Default = "2.2.2";

    private const string Folder = "layouts/";
    private const string Ending = ".txt";

    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<string> Versions { get; } =
    [
        .. Assembly.GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(static name => name[Folder.Length..^Ending.Length])
            .OrderBy(Version.Parse),
    ];

    /// <summary>The layout of one version; null where it is not known.</summary>
    /// <param name="version">As mj_versionString() gives it: <c>3.3.0</c>.</param>
    /// <exception cref="InvalidDataException">The table is damaged.</exception>
    public static EngineLayout? Find(string version) => Versions.Contains(version) ? LayoutTable.Read(Text(version), version) : null;

    /// <summary>The table of a known version.</summary>
    internal static string Text(string version)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + version + Ending)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
