using System.Text.RegularExpressions;
using Xmrl.Cli.Tests.Runs;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Documents;

/// <summary>docs/cli.md shows what the program prints.</summary>
[Collection(TrainedRunsGroup.Name)]
public sealed partial class CliPageTests(TrainedRuns runs) : IDisposable
{
    private static readonly string[] s_names = ["docs/cli.md", "docs/cli-runs.md", "docs/cli-settings.md"];
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn, Threads = 2 };

    public void Dispose() => _cli.Dispose();

    public static TheoryData<string> Names => [.. s_names];

    /// <summary>To write the blocks again: XMRL_REWRITE=1 and this test.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EveryBlock_IsWhatTheProgramPrints(string name)
    {
        string path = Path.Combine(Repository.Root, name);
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");

        string expected = Block().Replace(
            page, block => $"```console\n$ xmrl {block.Groups["line"].Value}\n{Printed(block.Groups["line"].Value)}```");

        Block().Count(page).ShouldBeGreaterThan(5);
        if (Repository.Rewrites)
        {
            File.WriteAllText(path, expected);
        }
        else
        {
            page.ShouldBe(expected, $"{name} is out of date: run this test with XMRL_REWRITE=1.");
        }
    }

    [Fact]
    public void Page_EveryCommand_HasASection()
    {
        string pages = string.Join("\n", s_names.Select(name => File.ReadAllText(Path.Combine(Repository.Root, name))));

        ProgramHelp.Groups.SelectMany(group => group.Commands).Select(command => command.Label.Split(' ')[0])
            .ShouldAllBe(command => pages.Contains($"\n## {command}\n", StringComparison.Ordinal));
    }

    private string Printed(string line)
    {
        // The first word may be the command of this name, any other the folder.
        string[] words =
        [
            .. line.Split(' ').Select((word, i) => word.StartsWith("runs/", StringComparison.Ordinal) || (i > 0 && word == "runs")
                ? runs.Folder + word["runs".Length..]
                : word),
        ];
        _cli.Run(words);
        string all = (_cli.Output + _cli.Error).ReplaceLineEndings("\n").Replace(runs.Folder, "runs", StringComparison.Ordinal);
        return Space().Replace(all.TrimEnd(), "") + "\n";
    }

    [GeneratedRegex(@"```console\n\$ xmrl (?<line>.*)\n(?<printed>(?:(?!```).*\n)*)```")]
    private static partial Regex Block();

    [GeneratedRegex("(?m) +$")]
    private static partial Regex Space();
}
