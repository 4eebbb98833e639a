namespace Xmrl.Architecture.Tests;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Set to 1, the tests rewrite docs/public-api.txt and the values of experiments/drone.yaml instead of comparing
    /// them.</summary>
    public const string RewriteVariable = "XMRL_REWRITE";

    private static readonly HashSet<string> s_built = new(
        ["artifacts", "node_modules", "dist", "runs", "TestResults", "BenchmarkDotNet.Artifacts"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_textExtensions = new(
        [
            ".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".txt", ".yaml", ".yml", ".json", ".sh", ".ts", ".js", ".svelte",
            ".css", ".html", ".py", "",
        ], StringComparer.Ordinal);

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether stored texts are to be rewritten.</summary>
    public static bool Rewrites => Environment.GetEnvironmentVariable(RewriteVariable) == "1";

    /// <summary>All text files of the source tree, relative to <see cref="Root"/> with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> TextFiles { get; } =
        [
            .. Files(Root)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => s_textExtensions.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal),
        ];

    /// <summary>Project files under src and benchmarks.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. TextFiles.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && path.Split('/')[0] is ("src" or "benchmarks"))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static void Write(string path, string text) => File.WriteAllText(Path.Combine(Root, path), text);

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(IsSource).SelectMany(Files));

    private static bool IsSource(string folder)
        => Path.GetFileName(folder) is var name && !s_built.Contains(name) && name is not (".git" or ".vs" or ".idea");

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Xmrl.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Xmrl.slnx.");
    }
}
