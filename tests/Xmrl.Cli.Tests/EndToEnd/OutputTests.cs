using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Curves;
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
        result.Error.Split('\n')
            .ShouldAllBe(line => line.Length == 0 || line.StartsWith("This build has no report page", StringComparison.Ordinal));
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
    [InlineData("xmrl --help | head -n 1", "Meta-reinforcement learning")]
    [InlineData("RUN | head -n 1", "Method")]
    [InlineData("RUN 2>&1 | head -n 1", "[1/")]
    public void Run_ReaderGoesAway_DoesNotCrash(string line, string first)
    {
        CliResult result = CliProcess.Shell(
            line.Replace("RUN", TinyArguments.ShellImprove(_folder["run"]), StringComparison.Ordinal) + "; exit ${PIPESTATUS[0]}");

        result.Output.ShouldStartWith(first);
        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.ShouldNotContain("   at ");
        result.Error.ShouldNotContain("Unhandled");
        if (line.StartsWith("RUN", StringComparison.Ordinal))
        {
            RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Done);
        }
    }

    [Theory]
    [InlineData("RUN 2>/dev/full", ExitCode.Ok, "")]
    [InlineData("RUN 2>&-", ExitCode.Ok, "")]
    [InlineData("RUN 0<&- 2>&-", ExitCode.Ok, "")]
    [InlineData(
        "RUN >/dev/full", ExitCode.Failed,
        "xmrl: The result could not be written to the output: No space left on device. The run is done: FOLDER\n")]
    [InlineData("RUN >&-", ExitCode.Failed, "xmrl: The result could not be written to the output: it is closed. The run is done: FOLDER\n")]
    [InlineData("RUN >&- 2>&-", ExitCode.Failed, "")]
    [InlineData("RUN >/dev/full 2>/dev/full", ExitCode.Failed, "")]
    public void Run_StreamsCannotBeWritten_RunIsDoneAndWhole(string line, int code, string said)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CliResult result = CliProcess.Shell(line.Replace("RUN", TinyArguments.ShellImprove(_folder["run"]), StringComparison.Ordinal));

        result.Code.ShouldBe(code);
        result.Error.ShouldEndWith(said.Replace("FOLDER", _folder["run"], StringComparison.Ordinal));
        RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Done);

        // No message went into a file that took the place of a closed stream.
        CliProcess.Run("runs", "show", _folder["run"]).Code.ShouldBe(ExitCode.Ok);
        MetricsReader.Read(RunDirectory.Open(_folder["run"]).MetricsPath).Count().ShouldBe(4);
    }

    [Fact]
    public void Improve_TerminalGoesAway_GoesOnToTheEnd()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script"))
        {
            return;
        }

        // The hang-up is ignored, as by nohup; then every message to the terminal fails.
        string run = TinyArguments.ShellImprove(_folder["run"], "--set", "meta.iterations=200")["xmrl".Length..]
            .Replace("'", string.Empty, StringComparison.Ordinal);
        File.WriteAllText(
            _folder["run.sh"],
            $"trap '' HUP\n{CliProcess.ShellCommand} "
                + $"{run.Replace("[", "'[", StringComparison.Ordinal).Replace("]", "]'", StringComparison.Ordinal)} "
                + $">{_folder["out"]}\necho $? >{_folder["code"]}\n");
        CliProcess.Shell(
            $"script -qec 'bash {_folder["run.sh"]}' /dev/null & terminal=$!; until [ -s '{_folder["run"]}/metrics.jsonl' ]; do sleep "
                + $"0.05; done; "
            + $"kill -KILL $terminal; until [ -s '{_folder["code"]}' ]; do sleep 0.1; done");

        File.ReadAllText(_folder["code"]).Trim().ShouldBe("0");
        RunDirectory.Open(_folder["run"]).ReadState().Phase.ShouldBe(RunPhase.Done);
        File.ReadAllText(_folder["out"]).ShouldContain($"Run:    {_folder["run"]}");
    }
}
