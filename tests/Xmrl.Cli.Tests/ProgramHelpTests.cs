using System.CommandLine;
using Xmrl.Cli.Application;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests;

/// <summary>The help of the program is a page of its own, written without the commands that it lists.</summary>
public sealed class ProgramHelpTests : IDisposable
{
    private const int Screen = 40;
    private const int Columns = 80;

    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Help_OfTheProgram_IsOneScreen()
    {
        _cli.Run("--help").ShouldBe(ExitCode.Ok);

        string[] lines = _cli.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBeLessThanOrEqualTo(Screen);
        lines.ShouldAllBe(line => line.TrimEnd('\r').Length <= Columns);
        _cli.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Help_OfTheProgram_ListsEveryCommandAndNoOther()
    {
        using var output = new ResultWriter(new StringWriter());
        using var error = new MessageWriter(new StringWriter());
        RootCommand root = CommandLineApplication.CreateRoot(new CommandContext { Output = output, Error = error }, [], out _);

        ProgramHelp.Groups.SelectMany(group => group.Commands).Select(command => command.Label.Split(' ')[0])
            .ShouldBe(root.Subcommands.Select(command => command.Name), ignoreOrder: true);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-?")]
    [InlineData("--help", "--quiet")]
    public void Help_OtherWays_PrintTheSamePage(params string[] arguments)
    {
        _cli.Run("--help");
        string expected = _cli.Output;

        _cli.Run(arguments).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldBe(expected);
    }
}
