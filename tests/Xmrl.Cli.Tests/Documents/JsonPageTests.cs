using System.Text.Json;
using System.Text.RegularExpressions;
using Xmrl.Cli.Rendering;
using Xmrl.Cli.Tests.Runs;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Documents;

/// <summary>docs/json.md describes every document and every field that commands print.</summary>
[Collection(TrainedRunsGroup.Name)]
public sealed partial class JsonPageTests(TrainedRuns runs) : IDisposable
{
    private static readonly string[] s_common = ["schema", "state", "exitCode"];
    private static readonly Dictionary<string, string> s_sections = Sections();
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("list", "lists")]
    [InlineData("list learners", "list")]
    [InlineData("config show drone", "config-show")]
    [InlineData("config check FILE", "config-check")]
    [InlineData("runs list RUNS", "runs-list")]
    [InlineData("runs show RUN", "runs-show")]
    [InlineData("runs diff RUN RUN", "runs-diff")]
    [InlineData("runs export RUNS --out OUT", "runs-export")]
    [InlineData("compare RUNS --by learner", "compare")]
    [InlineData("evaluate RUN --tasks 2", "evaluate")]
    [InlineData("report RUN", "report")]
    [InlineData("export RUN --out OUT/policy.onnx", "export")]
    [InlineData("reproduce", "tables")]
    [InlineData("check Bandit-v0", "failure")]
    [InlineData("check BernoulliBandit2x10-v1", "check")]
    [InlineData("data describe", "data-describe")]
    [InlineData("data collect bandit-2x10 --collector random --tasks 2 --test 2 --steps 20 --out OUT/data", "data-set")]
    [InlineData("train nowhere", "failure")]
    public void Json_Command_PrintsTheDocumentedFields(string line, string name)
    {
        File.WriteAllText(_cli["my.yaml"], "environment: Navigation2D-v1\n");
        Directory.CreateDirectory(_cli["out"]);
        string[] words =
        [
            .. line.Split(' ').Select(word => word switch
            {
                "RUNS" => runs.Folder,
                "RUN" => runs.Of("maml")[0],
                "FILE" => _cli["my.yaml"],
                _ => word.Replace("OUT", _cli["out"], StringComparison.Ordinal),
            }),
        ];

        int code = _cli.Run([.. words, "--json"]);

        JsonElement document = _cli.Json;
        document.GetProperty("schema").GetString().ShouldBe($"xmrl/{name}/{JsonOutput.Version}");
        document.GetProperty("exitCode").GetInt32().ShouldBe(code);
        string section = s_sections[name];
        string[] fields = [.. document.EnumerateObject().Select(field => field.Name)];
        fields[..3].ShouldBe(s_common);
        fields[3..].Where(field => !section.Contains($"`{field}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Names that the source gives documents all have a section, and every section is the name of a document.</summary>
    [Fact]
    public void Page_Sections_AreTheNamesOfDocuments()
    {
        string folder = Path.Combine(Repository.Root, "src/Xmrl.Cli");
        string[] names =
        [
            .. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Written().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
                .Distinct().Order(StringComparer.Ordinal),
        ];

        s_sections.Keys.Order(StringComparer.Ordinal).ShouldBe(names);
    }

    private static Dictionary<string, string> Sections()
        => File.ReadAllText(Path.Combine(Repository.Root, "docs/json.md")).ReplaceLineEndings("\n").Split("\n## ").Skip(1)
            .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)], StringComparer.Ordinal);

    [GeneratedRegex(@"JsonOutput\.(?:Write|Result)\(\s*(?:context\.Output|output),\s*""(?<name>[a-z-]+)""")]
    private static partial Regex Written();
}
