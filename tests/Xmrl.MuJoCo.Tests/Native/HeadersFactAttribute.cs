using System.Globalization;
using System.Text.RegularExpressions;
using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>A test that compiles MuJoCo's headers; skipped, with the reason, without them or without a compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed partial class HeadersFactAttribute : FactAttribute
{
    private static readonly string[] s_folders =
    [
        Path.Combine(Environment.GetEnvironmentVariable(LibrarySearch.ReleaseVariable) ?? "/nowhere", "include"),
        "/usr/include",
        "/usr/local/include",
    ];

    public HeadersFactAttribute()
        => Skip = new CompilerFactAttribute().Skip
            ?? (Folder is null ? $"No MuJoCo headers of a supported version in {string.Join(", ", s_folders)}." : null);

    /// <summary>The first folder with headers of a version that is supported; null where there is none.</summary>
    public static string? Folder { get; } = s_folders.FirstOrDefault(IsSupported);

    private static bool IsSupported(string folder)
    {
        string header = Path.Combine(folder, "mujoco", "mujoco.h");
        return File.Exists(header)
            && EngineLayouts.Versions.Any(
                version => VersionLine().Match(File.ReadAllText(header)).Groups["number"].Value
                    == EngineLayouts.Find(version)!.Number.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"#define mjVERSION_HEADER (?<number>\d+)")]
    private static partial Regex VersionLine();
}
