using System.CommandLine;
using System.CommandLine.Help;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests;

/// <summary>The help of the program has a writer of its own, and the commands that it lists are put together in part.</summary>
public sealed class ProgramHelpTests : IDisposable
{
    private const string Everything =
        "improve train reproduce resume evaluate explain verify sweep check doctor bench export import report compare recompute runs data";

    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    public static TheoryData<int> Widths => [.. Enumerable.Range(60, 61)];

    /// <summary>With any other word beside --help, the parser's own writer prints the page.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Help_Alone_IsWhatTheParserPrints(int width)
    {
        _cli.Width = width;
        _cli.Run("--help", "--quiet").ShouldBe(ExitCode.Ok);
        string expected = _cli.Output;

        _cli.Run("--help").ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldBe(expected);
        _cli.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-?")]
    public void Help_OtherNames_PrintTheSamePage(string name)
    {
        _cli.Run("--help");
        string expected = _cli.Output;

        _cli.Run(name).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldBe(expected);
    }

    /// <summary>A word that holds the names of all commands has all of them put together whole.</summary>
    [Fact]
    public void Help_CommandsInPart_IsThatOfWholeCommands()
    {
        _cli.Run("--help", Everything).ShouldBe(ExitCode.Ok);
        string expected = _cli.Output;

        _cli.Run("--help");

        _cli.Output.ShouldBe(expected);
        foreach (string command in Everything.Split(' '))
        {
            expected.ShouldContain($"\n  {command} ");
        }
    }

    [Fact]
    public void Completion_OfOneCommand_NamesItsOptions()
    {
        _cli.Run("[suggest:16]", "improve drone --").ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("--seed");
    }

    [Fact]
    public void Write_WordsLongerThanTheColumn_AreBrokenAsTheParserDoes()
    {
        var root = new RootCommand(new string('d', 150)) { HelpName = "x" };
        root.Add(new Command($"a{new string('b', 70)}", $"{new string('e', 90)} more words after it"));
        root.Add(new Command("short"));
        using var own = new StringWriter();
        using var theirs = new StringWriter();
        ((HelpAction)root.Options.First(option => option is HelpOption).Action!).MaxWidth = 80;
        root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = theirs });

        ProgramHelp.Write(root, 80, own);

        own.ToString().ShouldBe(theirs.ToString());
    }
}
