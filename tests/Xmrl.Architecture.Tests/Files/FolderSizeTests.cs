namespace Xmrl.Architecture.Tests.Files;

/// <summary>A folder is a concept and a project a part: neither grows beyond what can be surveyed.</summary>
public sealed class FolderSizeTests
{
    private const int MostFiles = 25;
    private const int MostLines = 8_000;

    private static readonly Dictionary<string, int> s_files = Sources(".cs", ".ts", ".js", ".svelte", ".css")
        .GroupBy(path => path[..path.LastIndexOf('/')]).ToDictionary(folder => folder.Key, folder => folder.Count());

    private static readonly Dictionary<string, int> s_lines = Sources(".cs")
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal))
        .GroupBy(path => string.Join('/', path.Split('/')[..2]))
        .ToDictionary(project => project.Key, project => project.Sum(path => Repository.ReadLines(path).Length));

    [Fact]
    public void Folders_All_HaveAtMost25SourceFiles()
        => s_files.Where(folder => folder.Value > MostFiles)
            .ShouldBeEmpty($"Folders hold at most {MostFiles} source files.");

    [Fact]
    public void Projects_All_HaveAtMost8000Lines()
        => s_lines.Where(project => project.Value > MostLines)
            .ShouldBeEmpty($"Projects have at most {MostLines} lines of C#.");

    /// <summary>What is counted is there.</summary>
    [Fact]
    public void Sources_OfThisProject_AreCounted()
    {
        s_files.ShouldContainKey("tests/Xmrl.Architecture.Tests/Files");
        s_files.ShouldContainKey("src/Xmrl.Dashboard/web/src/sections");
        s_lines.Keys.ShouldBe(
            Repository.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal))
                .Select(path => path[..path.LastIndexOf('/')]),
            ignoreOrder: true);
    }

    private static IEnumerable<string> Sources(params string[] extensions)
        => Repository.TextFiles.Where(path => path.Contains('/', StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(path)));
}
