using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>Short files, each named after its one public type.</summary>
public sealed partial class SourceFileTests
{
    private const int MaximumLines = 600;

    private const int MaximumColumns = 140;

    private static readonly string[] s_written = [".cs", ".ts", ".js", ".svelte", ".css", ".sh", ".py", ".md"];

    [Fact]
    public void Files_All_HaveAtMost600Lines()
        => Repository.TextFiles.Where(path => s_written.Contains(Path.GetExtension(path)))
            .Select(path => (path, lines: Repository.ReadLines(path).Length))
            .Where(file => file.lines > MaximumLines)
            .ShouldBeEmpty($"Files have at most {MaximumLines} lines.");

    /// <summary>Texts that cannot be broken are exempt: addresses, and lines of raw literals.</summary>
    [Fact]
    public void SourceFiles_All_HaveLinesOfAtMost140Columns()
    {
        var faults = new List<string>();
        foreach (string path in Repository.TextFiles.Where(path => Path.GetExtension(path) is ".cs" or ".py"))
        {
            bool isRaw = false;
            foreach ((int index, string line) in Repository.ReadLines(path).Index())
            {
                bool holdsRaw = line.Contains("\"\"\"", StringComparison.Ordinal);
                isRaw ^= holdsRaw && line.Split("\"\"\"").Length % 2 == 0;
                if (line.Length > MaximumColumns && !isRaw && !holdsRaw && !line.Contains("://", StringComparison.Ordinal))
                {
                    faults.Add($"{path}:{index + 1} has {line.Length} columns.");
                }
            }
        }

        faults.ShouldBeEmpty($"Lines have at most {MaximumColumns} columns.");
    }

    [Fact]
    public void SourceFiles_WithPublicType_HaveOneThatNamesThem()
    {
        var faults = new List<string>();
        foreach (string path in Repository.TextFiles.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)))
        {
            string[] types = [.. PublicType().Matches(Repository.Read(path)).Select(match => match.Groups["name"].Value)];
            string expected = Path.GetFileName(path).Split('.')[0];
            if (types.Length > 1 || (types.Length == 1 && types[0] != expected))
            {
                faults.Add($"{path} declares {string.Join(", ", types)}; expected {expected} alone.");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("public sealed class Adam(int n) : IOptimizer", "Adam")]
    [InlineData("public readonly ref struct StepResult", "StepResult")]
    [InlineData("public sealed partial record Row<T>", "Row")]
    [InlineData("public delegate double Statistic(int x);", "Statistic")]
    [InlineData("    public sealed record Nested(int A);", null)]
    [InlineData("internal sealed class Hidden", null)]
    public void PublicType_Declaration_IsRecognised(string line, string? name)
        => PublicType().Matches(line).Select(match => match.Groups["name"].Value).FirstOrDefault().ShouldBe(name);

    /// <summary>Namespaces are file-scoped, so a type that is not nested begins at the margin.</summary>
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|readonly|ref|unsafe|partial) )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\]?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();
}
