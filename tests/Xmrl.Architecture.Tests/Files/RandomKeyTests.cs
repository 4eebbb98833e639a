using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>The random keys of runs have names, in one file.</summary>
public sealed partial class RandomKeyTests
{
    private const string Keys = "RunKeys.cs";

    [Fact]
    public void Sources_KeyFromANumber_StandsInTheFileOfTheKeysAlone()
        => Sources().Where(path => Path.GetFileName(path) != Keys)
            .SelectMany(
                path => Repository.ReadLines(path).Where(line => FromNumber().IsMatch(line)).Select(line => $"{path}: {line.Trim()}"))
            .ShouldBeEmpty($"Give the key a name in {Keys}.");

    [Fact]
    public void Keys_Numbers_AreFound()
        => FromNumber().Count(Repository.Read(Sources().Single(path => Path.GetFileName(path) == Keys))).ShouldBeGreaterThan(10);

    private static IEnumerable<string> Sources() => Repository.TextFiles.Where(
        path => path.EndsWith(".cs", StringComparison.Ordinal)
            && (path.StartsWith("src/Xmrl.Experiments/", StringComparison.Ordinal)
                || path.StartsWith("src/Xmrl.Training/", StringComparison.Ordinal)
                || path.StartsWith("src/Xmrl.Reproduction/", StringComparison.Ordinal)));

    [GeneratedRegex(@"\.Derive\(\d")]
    private static partial Regex FromNumber();
}
