using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Improve_Json_PrintsExactlyOneDocument()
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"], "--json", "--seed", "5"));

        result.Code.ShouldBe(ExitCode.Ok);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        (document.GetProperty("state").GetString(), document.GetProperty("seed").GetInt32()).ShouldBe(("done", 5));
        document.GetProperty("rows").GetArrayLength().ShouldBe(3);
        Directory.Exists(document.GetProperty("runDirectory").GetString()).ShouldBeTrue();
    }

    [Fact]
    public void Improve_Quiet_PrintsTheTableAndNothingElse()
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"], "--quiet"));

        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.Split('\n').ShouldAllBe(line => line.Length == 0 || line.StartsWith("This build has no report page", StringComparison.Ordinal));
        result.Output.ShouldStartWith("Method");
        result.Output.ShouldContain($"Run:    {_folder["run"]}");
    }

    [Fact]
    public void Improve_NotATerminal_PrintsPlainLines()
    {
        CliResult result = CliProcess.Run(TinyArguments.Improve(_folder["run"]));

        (result.Output + result.Error).ShouldNotContain("\u001b");
        (result.Output + result.Error).ShouldNotContain("\r");
        result.Error.ShouldContain("[1/");
    }

    [Fact]
    public void Improve_TerminalAndNoColor_PrintsNoColours()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script"))
        {
            return;
        }

        string line = CliProcess.ShellCommand + TinyArguments.ShellImprove(_folder["run"])["xmrl".Length..];
        CliResult result = CliProcess.Shell($"TERM=xterm-256color NO_COLOR=1 script -qec \"{line}\" /dev/null");

        result.Code.ShouldBe(ExitCode.Ok);
        result.Output.ShouldContain("Meta-training");
        result.Output.ShouldNotMatch("\u001b\\[[0-9;]*(3[0-9]|9[0-7]|38;5;[0-9]+)m");
    }

    [Theory]
    [InlineData("xmrl --help | head -n 1", "Description:")]
    [InlineData("RUN | head -n 1", "Method")]
    [InlineData("RUN 2>&1 | head -n 1", "About ")]
    public void Run_ReaderGoesAway_DoesNotCrash(string line, string first)
    {
        CliResult result = CliProcess.Shell(line.Replace("RUN", TinyArguments.ShellImprove(_folder["run"]), StringComparison.Ordinal) + "; exit ${PIPESTATUS[0]}");

        result.Output.ShouldStartWith(first);
        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.ShouldNotContain("   at ");
        result.Error.ShouldNotContain("Unhandled");
        if (line.StartsWith("RUN", StringComparison.Ordinal))
        {
            RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Done);
        }
    }
}
