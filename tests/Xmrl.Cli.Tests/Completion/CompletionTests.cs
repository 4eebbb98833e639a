using Xmrl.Cli.Commands.Completion;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Completion;

/// <summary>What shells are told to complete.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _cli.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("xmrl tr", "train")]
    [InlineData("xmrl improve drone --", "--seeds")]
    [InlineData("xmrl train navi", "navigation2d")]
    [InlineData("xmrl train Navi", "Navigation2D-v1")]
    [InlineData("xmrl train navigation2d first", "first-order-maml")]
    [InlineData("xmrl improve drone --methods xmrlP", "xmrlPruned")]
    [InlineData("xmrl train drone --set meta.innerSt", "meta.innerStepSize=")]
    [InlineData("xmrl train drone --set meta.learner=pro", "meta.learner=proMp")]
    [InlineData("xmrl train drone --set tasks.fresh=", "tasks.fresh=true")]
    [InlineData("xmrl reproduce sg-", "sg-mrl/table1")]
    [InlineData("xmrl config show dro", "drone")]
    [InlineData("xmrl list ", "learners")]
    [InlineData("xmrl runs ", "export")]
    public void Suggest_Line_HasTheWord(string line, string expected)
    {
        _cli.Run($"[suggest:{line.Length}]", line).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ReplaceLineEndings("\n").Split('\n').ShouldContain(expected);
    }

    [Fact]
    public void Suggest_Run_NamesTheFolders()
    {
        _cli.Run(TinyArguments.Train(_cli["runs/navigation2d-seed1"], "navigation2d", "--quiet")).ShouldBe(ExitCode.Ok);

        string line = "xmrl evaluate ";
        _cli.Run($"[suggest:{line.Length}]", line).ShouldBe(ExitCode.Ok);

        _cli.Output.Trim().Split('\n').ShouldContain(word => word.Trim().EndsWith("runs/navigation2d-seed1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("xmrl impr", "improve")]
    [InlineData("xmrl train drone --set meta.innerStepS", "meta.innerStepSize=")]
    [InlineData("xmrl train drone --set meta.learner=proM", "proMp")]
    public void Bash_Script_CompletesInABash(string line, string expected)
    {
        string script = _folder["xmrl.bash"];
        File.WriteAllText(script, CompletionScripts.Of("bash"));
        string program = _folder["xmrl"];
        File.WriteAllText(program, $"#!/bin/bash\n{CliProcess.ShellCommand} \"$@\"\n");

        // As readline does it: words split at the breaks of bash, then the function that is registered for the command.
        CliResult result = CliProcess.Shell(
            $"chmod u+x {program}; compopt() {{ :; }}; . {script}; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; "
                + $"COMP_WORDS=({program} x); complete -p xmrl >/dev/null && _xmrl && printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Output.ReplaceLineEndings("\n").Split('\n').ShouldContain(expected);
        result.Output.ShouldNotContain("--quiet");
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public void Completion_EveryShell_AsksTheProgram(string shell)
    {
        _cli.Run("completion", shell).ShouldBe(ExitCode.Ok);

        _cli.Output.ShouldContain("[suggest:");
    }

    [Fact]
    public void Completion_OtherShell_IsRefused()
    {
        _cli.Run("completion", "fish").ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("fish");
    }
}
