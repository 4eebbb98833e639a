using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Xmrl.Architecture.Tests.Packages;

/// <summary>What ./pack makes is all that a user needs.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Tool = "Xmrl.Tool";
    private const string All = "Xmrl";

    private static readonly string[] s_libraries =
    [
        .. Repository.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Except(["Xmrl.Cli", "Xmrl.Comparing", "Xmrl.Reproduction", "Xmrl.Studies", "Xmrl.Verification", "Xmrl.Watch"])!,
    ];

    /// <summary>In a console project outside of the repository: the alias Real and the runtime settings come with the packages.</summary>
    [Fact]
    public void Packages_InAnEmptyProject_RunTheExampleOfTheReadme()
    {
        string folder = Directory.CreateDirectory(Path.Combine(feed.Folder, "console")).FullName;
        File.WriteAllText(Path.Combine(folder, "Console.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{All}" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Repository.Read("samples/QuickStart/Program.cs"));

        feed.Run(
            folder, "dotnet", "build", "-c", "Release", "-v", "q", "-o", "out", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false");

        feed.Run(folder, "dotnet", "out/Console.dll").ShouldStartWith("Return on 50 unseen tasks: ");
        string settings = File.ReadAllText(Path.Combine(folder, "out", "Console.runtimeconfig.json"));
        settings.ShouldContain("\"System.Runtime.TieredPGO\": false");
        settings.ShouldContain("\"System.Runtime.TieredCompilation.QuickJitForLoops\": false");
    }

    /// <summary>Neither bash nor Node.js is needed, and the page of the report is inside.</summary>
    [Fact]
    public void Tool_Installed_TrainsAndReports()
    {
        string folder = Directory.CreateDirectory(Path.Combine(feed.Folder, "empty")).FullName;
        feed.Run(
            folder, "dotnet", "tool", "install", Tool, "--version", PackageFeed.Version, "--tool-path", "tools", "--configfile",
            Path.Combine(feed.Folder, "NuGet.config"));
        string program = Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "xmrl.exe" : "xmrl");

        feed.Run(folder, program, "--version").ShouldStartWith("xmrl 0.1.0");
        feed.Run(
            folder, program, "train", "navigation2d", "--quick", "--quiet", "--out", "run", "--set", "meta.iterations=2", "--set",
            "meta.trajectories=4", "--set", "tasks.test=10", "--set", "tasks.validation=4");
        File.Exists(Path.Combine(folder, "run", "report.html")).ShouldBeTrue();
    }

    [Fact]
    public void Feed_HasEveryLibraryOnceWithSymbols()
    {
        Names("*.nupkg").ShouldBe([.. s_libraries, All, Tool], ignoreOrder: true);
        Names("*.snupkg").ShouldBe([.. s_libraries, Tool], ignoreOrder: true);
    }

    [Fact]
    public void Packages_All_SayWhatTheyAre()
    {
        foreach (string path in Directory.GetFiles(feed.Path, "*.nupkg"))
        {
            using ZipArchive package = ZipFile.OpenRead(path);
            package.GetEntry("readme.md").ShouldNotBeNull(path);
            package.GetEntry("LICENSE").ShouldNotBeNull(path);
            XElement metadata = Metadata(package);
            foreach (string name in new[] { "description", "tags", "license", "authors", "readme" })
            {
                Value(metadata, name).ShouldNotBeNullOrEmpty($"{path}: {name}");
            }

            // Libraries share what is internal: another version does not fit.
            foreach (XElement dependency in metadata.Descendants().Where(element => element.Name.LocalName == "dependency"))
            {
                if (dependency.Attribute("id")!.Value.StartsWith(All, StringComparison.Ordinal))
                {
                    dependency.Attribute("version")!.Value.ShouldBe($"[{PackageFeed.Version}]", path);
                }
            }
        }
    }

    [Fact]
    public void Descriptions_OfLibraries_AreTheirOwn()
    {
        string[] descriptions =
        [
            .. Directory.GetFiles(feed.Path, "*.nupkg").Select(path =>
            {
                using ZipArchive package = ZipFile.OpenRead(path);
                return Value(Metadata(package), "description")!;
            }),
        ];

        descriptions.Distinct().Count().ShouldBe(descriptions.Length);
    }

    /// <summary>A package holds the very assembly that the tests ran.</summary>
    [Fact]
    public void Packages_Assemblies_AreThoseThatWereBuilt()
    {
        foreach (string library in s_libraries)
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed.Path, $"{library}.{PackageFeed.Version}.nupkg"));
            ZipArchiveEntry entry = package.Entries.Single(found => found.Name == $"{library}.dll");
            using Stream packed = entry.Open();
            using FileStream built = File.OpenRead(
                Path.Combine(Repository.Root, "artifacts", "float", "bin", library, "release", $"{library}.dll"));
            Convert.ToHexString(SHA256.HashData(packed)).ShouldBe(Convert.ToHexString(SHA256.HashData(built)), library);
        }
    }

    private string[] Names(string pattern) =>
    [
        .. Directory.GetFiles(feed.Path, pattern)
            .Select(path => Path.GetFileNameWithoutExtension(path)[..^(PackageFeed.Version.Length + 1)]),
    ];

    private static XElement Metadata(ZipArchive package)
    {
        using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static string? Value(XElement metadata, string name)
        => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
