using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.References;

/// <summary>Training, what hosts it, and what is done with a trained policy know no method and no explanation; and no two folders of
/// experiments know each other.</summary>
public sealed partial class TrainingLayerTests
{
    private const string Project = "src/Xmrl.Experiments/";

    /// <summary>The folders below the improvement of policies.</summary>
    private static readonly string[] s_layer =
        ["Configuration", "Settings", "Planted", "MarketData", "Training", "Running", "Evaluation", "Exports"];

    [Fact]
    public void Training_Sources_UseThatLayerAlone()
        => Used().Where(edge => s_layer.Contains(edge.From) && !s_layer.Contains(edge.To)).ShouldBeEmpty();

    [Fact]
    public void Experiments_Folders_AreInNoCycle()
    {
        HashSet<(string From, string To)> edges = Used();
        edges.Count.ShouldBeGreaterThan(30);

        // Folders that know no other are taken away until none is left.
        for (int before = int.MaxValue; edges.Count < before;)
        {
            before = edges.Count;
            edges = [.. edges.Where(edge => edges.Any(other => other.From == edge.To))];
        }

        edges.ShouldBeEmpty();
    }

    private static HashSet<(string From, string To)> Used()
    {
        HashSet<string> types = [.. Sources().Select(path => path[Project.Length..^".cs".Length])];
        return
        [
            .. Sources().SelectMany(
                path => Using().Matches(Repository.Read(path)).Select(match => (Folder(path), match.Groups["folder"].Value))),
            .. Sources().SelectMany(path => Qualified().Matches(Code(path))
                .Where(match => types.Contains($"{match.Groups["folder"].Value}/{match.Groups["type"].Value}"))
                .Select(match => (Folder(path), match.Groups["folder"].Value))
                .Where(edge => edge.Item1 != edge.Item2)),
        ];
    }

    private static string Code(string path)
        => string.Join('\n', Repository.ReadLines(path).Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));

    private static IEnumerable<string> Sources() => Repository.TextFiles.Where(
        path => path.StartsWith(Project, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    private static string Folder(string path) => path[Project.Length..].Split('/')[0];

    [GeneratedRegex(@"^using Xmrl\.Experiments\.(?<folder>\w+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    /// <summary>A type by the name of its folder, in code or in documentation.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:Xmrl\.Experiments\.)?(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
    private static partial Regex Qualified();
}
