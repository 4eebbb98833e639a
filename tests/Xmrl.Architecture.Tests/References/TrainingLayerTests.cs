using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Xmrl.Architecture.Tests.References;

/// <summary>Training, what hosts it, and what is done with a trained policy know no method and no explanation; and no two folders of
/// training or of experiments know each other.</summary>
public sealed partial class TrainingLayerTests
{
    private static readonly string[] s_above = ["Xmrl.Explain", "Xmrl.Experiments"];

    [Fact]
    public void Training_ProjectReferences_ReachNeitherExplanationNorMethods()
    {
        HashSet<string> found = [];
        var open = new Stack<string>(["src/Xmrl.Training/Xmrl.Training.csproj"]);
        while (open.TryPop(out string? path))
        {
            foreach (string reference in XDocument.Parse(Repository.Read(path)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Where(found.Add))
            {
                open.Push(Repository.Projects.Single(project => Path.GetFileNameWithoutExtension(project) == reference));
            }
        }

        found.ShouldContain("Xmrl.Numerics");
        found.Intersect(s_above).ShouldBeEmpty();
    }

    [Fact]
    public void Training_CompiledReferences_HoldNeitherExplanationNorMethods()
    {
        string[] found = [.. Assembly.Load("Xmrl.Training").GetReferencedAssemblies().Select(reference => reference.Name!)];

        found.ShouldContain("Xmrl.Meta");
        found.Intersect(s_above).ShouldBeEmpty();
    }

    /// <summary>Documentation too: a name of what is above would say what training must not know.</summary>
    [Fact]
    public void Training_Sources_NameNeitherProject()
        => Sources("Xmrl.Training")
            .Where(path => s_above.Any(name => Repository.Read(path).Contains(name, StringComparison.Ordinal)))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Xmrl.Training", 15)]
    [InlineData("Xmrl.Experiments", 15)]
    public void Folders_OfAProject_AreInNoCycle(string project, int least)
    {
        HashSet<(string From, string To)> edges = Used(project);
        edges.Count.ShouldBeGreaterThan(least);

        // Folders that know no other are taken away until none is left.
        for (int before = int.MaxValue; edges.Count < before;)
        {
            before = edges.Count;
            edges = [.. edges.Where(edge => edges.Any(other => other.From == edge.To))];
        }

        edges.ShouldBeEmpty();
    }

    private static HashSet<(string From, string To)> Used(string project)
    {
        string[] sources = [.. Sources(project)];
        HashSet<string> types = [.. sources.Select(path => Inner(path)[..^".cs".Length])];
        return
        [
            .. sources.SelectMany(
                path => Using().Matches(Repository.Read(path))
                    .Where(match => match.Groups["project"].Value == project)
                    .Select(match => (Folder(path), match.Groups["folder"].Value))),
            .. sources.SelectMany(path => Qualified().Matches(Code(path))
                .Where(match => types.Contains($"{match.Groups["folder"].Value}/{match.Groups["type"].Value}"))
                .Select(match => (Folder(path), match.Groups["folder"].Value))
                .Where(edge => edge.Item1 != edge.Item2)),
        ];
    }

    private static string Code(string path)
        => string.Join('\n', Repository.ReadLines(path).Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));

    private static IEnumerable<string> Sources(string project) => Repository.TextFiles.Where(
        path => path.StartsWith($"src/{project}/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The path below the project's folder.</summary>
    private static string Inner(string path) => path.Split('/', 3)[2];

    private static string Folder(string path) => Inner(path).Split('/')[0];

    [GeneratedRegex(@"^using (?<project>Xmrl\.\w+)\.(?<folder>\w+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    /// <summary>A type by the name of its folder, in code or in documentation.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:Xmrl\.\w+\.)?(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
    private static partial Regex Qualified();
}
