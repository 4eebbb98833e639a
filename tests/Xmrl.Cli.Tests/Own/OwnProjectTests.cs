using Xmrl.Cli.Tests.Pages;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Own;

/// <summary>Environments in a C# project of one's own, as docs/own-environment.md shows them.</summary>
public sealed class OwnProjectTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    /// <summary>In the order of the page, each at a size that takes a second.</summary>
    [Fact]
    public void Page_EveryCommand_Runs()
    {
        string[] lines = new Page("docs/own-environment.md").Commands;

        lines.Length.ShouldBe(7);
        foreach (string line in lines)
        {
            string[] words = [.. line.Split(' ').Skip(1).Select(Placed)];
            string[] size = words[0] is "improve" or "train" ? OwnArguments.Small : words[0] is "evaluate" ? ["--tasks", "4"] : [];
            _cli.Run([.. words, .. size]).ShouldBe(ExitCode.Ok, $"{line}: {_cli.Error}");
        }
    }

    /// <summary>None of the rules by which Xmrl is compiled holds for it, and it runs as Xmrl does.</summary>
    [Fact]
    public void Train_ProjectThatBreaksTheRulesOfXmrl_IsBuiltAndRuns()
    {
        Directory.CreateDirectory(_cli["own"]);
        string import = Path.Combine(Repository.Root, "eng", "own-environment.props");
        File.WriteAllText(_cli["own/Own.csproj"], $"<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"{import}\" /></Project>");
        File.WriteAllText(
            _cli["own/world.cs"],
            Read("samples/MountainCar/Car.cs").Replace("namespace MountainCar;", "using System.Text;", StringComparison.Ordinal)
                .Replace("MountainCar-v1", "Sloppy-v1", StringComparison.Ordinal)
                + "\npublic class badly_named { public int Field; int unused = 1; void M() { try { } catch (Exception) { } } }\n");

        _cli.Run(["train", "Sloppy-v1", "--environments", _cli["own/Own.csproj"], "--quick", "--quiet", .. OwnArguments.Small])
            .ShouldBe(ExitCode.Ok, _cli.Error);

        string settings = File.ReadAllText(Directory.GetFiles(_cli["own"], "Own.runtimeconfig.json", SearchOption.AllDirectories)[0]);
        settings.ShouldContain("\"System.Runtime.TieredPGO\": false");
        settings.ShouldContain("\"System.Runtime.TieredCompilation.QuickJitForLoops\": false");
    }

    [Fact]
    public void Train_ProjectWithAnError_ShowsIt()
    {
        Directory.CreateDirectory(_cli["own"]);
        string import = Path.Combine(Repository.Root, "eng", "own-environment.props");
        File.WriteAllText(_cli["own/Own.csproj"], $"<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"{import}\" /></Project>");
        File.WriteAllText(_cli["own/world.cs"], "public class World : NoSuchThing { }");
        File.WriteAllText(_cli["own/own.yaml"], "environment: {project: Own.csproj}");

        _cli.Run("train", _cli["own/own.yaml"]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldStartWith($"xmrl: {_cli["own/Own.csproj"]} does not build:\n");
        _cli.Error.ShouldContain("error CS0246: The type or namespace name 'NoSuchThing' could not be found");
    }

    /// <summary>Samples are where they are; what the page writes goes into a folder of the test's.</summary>
    private string Placed(string word)
        => word.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word)
            : word.StartsWith("runs/", StringComparison.Ordinal) || word == "policy.onnx" ? _cli[word]
            : word;

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
}
