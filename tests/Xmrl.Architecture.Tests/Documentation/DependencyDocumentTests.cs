using System.Text.Json;
using System.Xml.Linq;

namespace Xmrl.Architecture.Tests.Documentation;

/// <summary>docs/dependencies.md has one line for every package that a project references and every tool that is restored, with the
/// version that is built.</summary>
public sealed class DependencyDocumentTests
{
    [Fact]
    public void Dependencies_Packages_AreListedWithTheirVersions()
    {
        HashSet<string> referenced =
        [
            .. Repository.TextFiles
                .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".props", StringComparison.Ordinal))
                .SelectMany(path => XDocument.Parse(Repository.Read(path)).Descendants("PackageReference"))
                .Select(reference => reference.Attribute("Include")!.Value),
        ];
        IEnumerable<(string Name, string Version)> packages = XDocument.Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value))
            .Where(package => referenced.Contains(package.Item1));
        (string Name, string Version)[] modules =
            [.. Repository.TextFiles.Where(path => Path.GetFileName(path) == "package.json").SelectMany(Modules)];
        using JsonDocument manifest = JsonDocument.Parse(Repository.Read(".config/dotnet-tools.json"));
        (string Name, string Version)[] tools =
        [
            .. manifest.RootElement.GetProperty("tools").EnumerateObject()
                .Select(tool => (tool.Name, tool.Value.GetProperty("version").GetString()!)),
        ];
        string[] expected = [.. packages.Concat(modules).Concat(tools).Select(package => $"{package.Name} {package.Version}")];

        string[] listed = [.. Repository.ReadLines("docs/dependencies.md").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[2] != "any")
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]}")];
        expected.Except(listed).ShouldBeEmpty("docs/dependencies.md misses these packages or versions.");
        listed.Except(expected).ShouldBeEmpty("docs/dependencies.md lists packages or versions that are not built.");
    }

    private static IEnumerable<(string Name, string Version)> Modules(string path)
    {
        using JsonDocument page = JsonDocument.Parse(Repository.Read(path));
        return [.. new[] { "dependencies", "devDependencies", "overrides" }
            .Where(section => page.RootElement.TryGetProperty(section, out _))
            .SelectMany(
                section => page.RootElement.GetProperty(section)
                    .EnumerateObject()
                    .Select(module => (module.Name, module.Value.GetString()!)))];
    }
}
