using System.Text.Json;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Improve_Defaults_PrintsTableAndFolderAndKeepsTheRecord()
    {
        _cli.Run("improve", "drone", "--quick", "--set", "stepSize=0.25").ShouldBe(ExitCode.Ok);

        string run = _cli["runs/drone-seed1-quick"];
        _cli.Output.ShouldBe($"""
            Method       Measure  Score   95 % interval  Difference        p  Verdict
            MAML         success  0.870  [0.850, 0.890]
            MAML + XMRL  success    NaN                      +0.100  < 0.001  reproduced

            A note.
            Run:    {run}

            """.ReplaceLineEndings(Environment.NewLine));
        _cli.State(run).ShouldSatisfyAllConditions(
            state => state.Phase.ShouldBe(RunPhase.Done),
            state => state.Stage.ShouldBe("evaluating"),
            state => state.Quick.ShouldBeTrue(),
            state => state.FinishedAt.ShouldNotBeNull());
        File.ReadAllText(Path.Combine(run, "config.yaml")).ShouldBe("stepSize: 0.25\n");
        File.ReadAllText(Path.Combine(run, "command.txt")).ShouldBe("xmrl improve drone --quick --set stepSize=0.25\n");
        File.Exists(Path.Combine(run, "environment.json")).ShouldBeTrue();
        File.Exists(Path.Combine(run, ".lock")).ShouldBeFalse();
    }

    [Fact]
    public void Improve_NotATerminal_ReportsPlainLinesOnTheErrorStream()
    {
        _cli.Run("improve", "drone");

        _cli.Error.ReplaceLineEndings("\n").ShouldBe("""
            Warning: The wind is strong.
            [1/2] training: 0 of 3; return 0
            [1/2] training: 3 of 3; return 3
            [2/2] evaluating

            """.ReplaceLineEndings("\n"));
        _cli.Error.ShouldNotContain('\u001b');
    }

    [Fact]
    public void Improve_TimeLeft_IsThatOfTheRunAlone()
    {
        _cli.Runner = new FakeRunner { SecondsLeft = 1860 };

        _cli.Run("improve", "drone");

        string[] lines = _cli.Error.ReplaceLineEndings("\n").Split('\n');
        lines[1].ShouldBe("[1/2] training: 0 of 3, run: about 31 min left; return 0");
        lines[2].ShouldBe("[1/2] training: 3 of 3, run: about 31 min left; return 3");
        _cli.Run("improve", "drone", "--quiet");
        _cli.Error.Trim().ShouldBe("Warning: The wind is strong.");
    }

    [Theory]
    [InlineData("all", "all")]
    [InlineData("xmrl-poor, continued", "xmrl-poor", "continued")]
    public void Improve_Methods_AreAskedOfTheExperiment(string option, params string[] methods)
    {
        _cli.Runner = new FakeRunner();

        _cli.Run("improve", "drone", "--methods", option).ShouldBe(ExitCode.Ok);

        _cli.Runner.Request!.Methods.ShouldBe(methods);
    }

    [Fact]
    public void Improve_Terminal_DrawsBarsOnTheErrorStreamOnly()
    {
        _cli.ErrorIsTerminal = true;

        _cli.Run("improve", "drone").ShouldBe(ExitCode.Ok);

        _cli.Error.ShouldContain('\u001b');
        _cli.Error.ShouldContain("1/2 training");
        _cli.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public void Improve_Quiet_ShowsNoProgress()
    {
        _cli.Run("improve", "drone", "--quiet");

        _cli.Error.Trim().ShouldBe("Warning: The wind is strong.");
        _cli.Output.ShouldContain("MAML");
    }

    [Fact]
    public void Improve_Json_PutsOneDocumentOnTheOutput()
    {
        _cli.Run("improve", "drone", "--json", "--seed", "18446744073709551615").ShouldBe(ExitCode.Ok);

        JsonElement json = _cli.Json;
        json.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["schema", "state", "exitCode", "action", "experiment", "seed", "quick", "runDirectory", "report", "rows", "notes"]);
        json.GetProperty("seed").GetUInt64().ShouldBe(ulong.MaxValue);
        json.GetProperty("rows")[0].GetProperty("low").GetDouble().ShouldBe(0.85);
        json.GetProperty("rows")[1].GetProperty("score").GetString().ShouldBe("NaN");
        json.GetProperty("rows")[1].GetProperty("low").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Improve_AllOptions_ReachTheRunner()
    {
        File.WriteAllText(_cli["c.yaml"], "stepSize: 3");

        _cli.Run(
            "train", "drone", "--seed", "7", "--out", _cli["my run"], "--threads", "3", "--config", _cli["c.yaml"], "--set", "stepSize=4",
            "--set=stepSize=5", "--force");

        ExperimentRequest request = _cli.Runner.Request!;
        (request.Action, request.Seed, request.OutputDirectory, request.Threads, request.Quick, request.Force, request.ConfigurationFile,
            request.ResumeFrom)
            .ShouldBe((ExperimentAction.Train, 7ul, _cli["my run"], 3, false, true, _cli["c.yaml"], null));
        request.Overrides.ShouldBe(["stepSize=4", "stepSize=5"]);
        request.CommandLine.ShouldContain($"--out '{_cli["my run"]}'");
        File.ReadAllText(_cli["my run/config.yaml"]).ShouldBe("stepSize: 5\n");
    }

    [Fact]
    public void Improve_TwiceWithoutOut_TakesAnotherFolder()
    {
        _cli.Run("improve", "drone");
        _cli.Run("improve", "drone");

        _cli.Runner.Request!.OutputDirectory.ShouldBe(_cli["runs/drone-seed1-2"]);
    }

    [Fact]
    public void Improve_OutExists_RefusesAndForceMovesItAside()
    {
        _cli.Run("improve", "drone", "--out", _cli["r"]);
        _cli.Run("improve", "drone", "--out", _cli["r"]).ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("--force");

        _cli.Run("improve", "drone", "--out", _cli["r"], "--force").ShouldBe(ExitCode.Ok);

        Directory.Exists(_cli["r.old-1"]).ShouldBeTrue();
    }

    [Fact]
    public void Improve_RunnerFails_SaysWhyAndRecordsIt()
    {
        _cli.Runner = new FakeRunner { Work = (_, _) => throw new IOException("The disk is full.") };

        _cli.Run("improve", "drone", "--quiet").ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldEndWith($"xmrl: The disk is full.{Environment.NewLine}");
        (_cli.State(_cli["runs/drone-seed1"]).Phase, _cli.State(_cli["runs/drone-seed1"]).Message)
            .ShouldBe((RunPhase.Failed, "The disk is full."));
    }

    [Fact]
    public void Improve_UnexpectedFault_ShowsThePlaceOnlyWhenVerbose()
    {
        _cli.Runner = new FakeRunner { Work = (_, _) => throw new KeyNotFoundException("gone") };

        _cli.Run("improve", "drone").ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldNotContain("   at ");
        _cli.Run("improve", "drone", "--verbose").ShouldBe(ExitCode.Failed);
        _cli.Error.ShouldContain("   at ");
    }

    [Fact]
    public void Improve_OutcomeNotSucceeded_Fails()
    {
        _cli.Runner = new FakeRunner { Work = (request, _) => FakeRunner.Outcome(request) with { Succeeded = false } };

        _cli.Run("improve", "drone", "--json").ShouldBe(ExitCode.Failed);

        _cli.Json.GetProperty("state").GetString().ShouldBe("failed");
        _cli.State(_cli["runs/drone-seed1"]).Phase.ShouldBe(RunPhase.Failed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Improve_Cancelled_SaysHowToContinueAndResumeDoes(bool terminal)
    {
        _cli.ErrorIsTerminal = terminal;
        _cli.Runner = new FakeRunner
        {
            Work = (_, token) =>
            {
                _cli.Cancel();
                token.ThrowIfCancellationRequested();
                throw new InvalidOperationException("not cancelled");
            },
        };
        string run = _cli["runs/drone-seed5-quick"];

        _cli.Run("train", "drone", "--seed", "5", "--quick", "--set", "stepSize=2").ShouldBe(ExitCode.Cancelled);

        _cli.Error.ShouldContain($"Continue with: xmrl resume {run}");
        _cli.State(run).Phase.ShouldBe(RunPhase.Cancelled);

        _cli.Runner = new FakeRunner();
        _cli.Run("resume", run, "--threads", "2").ShouldBe(ExitCode.Ok);

        ExperimentRequest request = _cli.Runner.Request!;
        (request.Action, request.Seed, request.Quick, request.Threads, request.ResumeFrom, request.OutputDirectory,
            request.ConfigurationFile)
            .ShouldBe((ExperimentAction.Train, 5ul, true, 2, run, run, Path.Combine(run, "config.yaml")));
        File.ReadAllText(Path.Combine(run, "config.yaml")).ShouldBe("stepSize: 2\n");
        File.ReadAllLines(Path.Combine(run, "command.txt")).Length.ShouldBe(2);
        _cli.State(run).Phase.ShouldBe(RunPhase.Done);
    }

    [Fact]
    public void Resume_CompleteRun_SaysSo()
    {
        _cli.Run("improve", "drone", "--out", _cli["r"]);

        _cli.Run("resume", _cli["r"]).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("is complete");
    }

    [Fact]
    public void Resume_RunInUse_IsRefused()
    {
        int inner = -1;
        using var second = new CliFixture();
        _cli.Runner = new FakeRunner
        {
            Work = (request, _) =>
            {
                inner = second.Run("resume", request.OutputDirectory);
                return FakeRunner.Outcome(request);
            },
        };

        _cli.Run("improve", "drone").ShouldBe(ExitCode.Ok);

        inner.ShouldBe(ExitCode.Failed);
        second.Error.ShouldContain("in use");
    }

    [Fact]
    public void Report_RunWithData_RendersAnewAndPrintsThePath()
    {
        _cli.Runner = new FakeRunner
        {
            Work = (request, _) =>
            {
                File.WriteAllText(Path.Combine(request.OutputDirectory, "report.json"), "{}");
                return FakeRunner.Outcome(request);
            },
        };
        _cli.Run("improve", "drone", "--out", _cli["r"]);
        _cli.Output.ShouldContain($"Report: {_cli["r/report.html"]}");

        _cli.Run("report", _cli["r"]).ShouldBe(ExitCode.Ok);

        _cli.Output.Trim().ShouldBe(_cli["r/report.html"]);
        _cli.Rendered.ShouldBe([_cli["r"], _cli["r"]]);
    }

    [Fact]
    public void Report_DataChangedSince_IsRefused()
    {
        _cli.Runner = Reporting();
        _cli.Run("improve", "drone", "--out", _cli["r"]);
        File.WriteAllText(_cli["r/report.json"], "{ }");

        _cli.Run("report", _cli["r"]).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldContain("report.json has 3 bytes; manifest.json lists 2.");
        _cli.Rendered.Count.ShouldBe(1);
    }

    [Fact]
    public void Resume_DoneWithoutItsReport_MakesIt()
    {
        _cli.Runner = Reporting();
        _cli.Run("improve", "drone", "--out", _cli["r"]);
        _cli.Rendered.Clear();
        _cli.RenderReport = folder =>
        {
            _cli.Rendered.Add(folder);
            File.WriteAllText(Path.Combine(folder, "report.html"), "");
        };

        _cli.Run("resume", _cli["r"]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain($"Report: {_cli["r/report.html"]}");
        _cli.Output.ShouldContain("A note.");
        _cli.Run("resume", _cli["r"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is complete; there is nothing to continue");
        _cli.Rendered.ShouldBe([_cli["r"]]);
    }

    [Fact]
    public void Improve_ReportCannotBeWritten_ShowsTheTableAndNamesTheRemedy()
    {
        _cli.Runner = Reporting();
        _cli.RenderReport = _ => throw new IOException("No space left on device", NoSpace);

        _cli.Run("improve", "drone", "--out", _cli["r"]).ShouldBe(ExitCode.Failed);

        _cli.Output.ShouldContain("MAML + XMRL");
        _cli.Error.ShouldContain(
            $"The run is done and its results are stored; only its report page could not be written (No space left on device). Make "
                + $"room, then make it with: xmrl report {_cli["r"]}");
        _cli.State(_cli["r"]).Phase.ShouldBe(RunPhase.Done);
    }

    [Fact]
    public void CommandText_LineEndInAnArgument_StaysOneLine()
    {
        string folder = _cli["a\nb"];

        _cli.Run("improve", "drone", "--out", folder).ShouldBe(ExitCode.Ok, _cli.Error);
        RunDirectory.Open(folder).Continue();
        _cli.Run("resume", folder).ShouldBe(ExitCode.Ok, _cli.Error);

        string quoted = $"$'{folder.Replace("\n", "\\n", StringComparison.Ordinal)}'";
        File.ReadAllText(Path.Combine(folder, "command.txt")).ShouldBe($"xmrl improve drone --out {quoted}\nxmrl resume {quoted}\n");
    }

    [Fact]
    public void Report_RunThatHasNotFinished_MakesThePageAndSaysHowToGoOn()
    {
        _cli.Run("improve", "drone", "--out", _cli["r"]);
        RunDirectory.Open(_cli["r"]).Continue();

        _cli.Run("report", _cli["r"]).ShouldBe(ExitCode.Ok);

        _cli.Rendered.ShouldBe([_cli["r"]]);
        _cli.Output.Trim().ShouldBe(_cli["r/report.html"]);
        _cli.Error.ShouldContain($"The run has not finished: its report shows what is done. Continue with: xmrl resume {_cli["r"]}");
        _cli.Run("report", _cli["r"], "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.GetProperty("isFinished").GetBoolean().ShouldBeFalse();
        _cli.Json.GetProperty("resume").GetString().ShouldBe($"xmrl resume {_cli["r"]}");
    }

    [Fact]
    public void Bench_Names_PrintsTheirFigures()
    {
        _cli.Run("bench", "rollouts", "--quiet").ShouldBe(ExitCode.Ok);
        _cli.Output.ReplaceLineEndings("\n")
            .ShouldBe("Measurement   Value  Unit           Remark\nrollouts     12,346  steps/s  50 % of peak\n");

        _cli.Run("bench", "--json").ShouldBe(ExitCode.Ok);
        _cli.Json.EnumerateObject().Select(property => property.Name).ShouldBe(["schema", "state", "exitCode", "kernels", "rollouts"]);
        _cli.Json.GetProperty("rollouts")[0].GetProperty("stepsPerSecond").GetDouble().ShouldBe(12345.678);
    }

    [Fact]
    public void Doctor_ThisMachine_NamesEveryCheckAndLeavesNoFolder()
    {
        int code = _cli.Run("doctor", "--json");

        JsonElement[] checks = [.. _cli.Json.GetProperty("checks").EnumerateArray()];
        checks.Select(check => check.GetProperty("name").GetString())
            .ShouldBe(
                ["Xmrl", ".NET", "Vectors", "Cores", "Memory", "MuJoCo", "Meta-World", "Report page", "Node.js", "MPI", "Output", "git"]);
        code.ShouldBe(checks.Any(check => check.GetProperty("status").GetString() == "fail") ? ExitCode.Failed : ExitCode.Ok);
        Directory.Exists(_cli["runs"]).ShouldBeFalse();

        File.WriteAllText(_cli["runs"], "in the way");
        _cli.Run("doctor").ShouldBe(ExitCode.Failed);
        _cli.Output.ShouldContain("--out");
    }

    /// <summary>errno of Linux and macOS, result code of Windows.</summary>
    private static int NoSpace => OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    /// <summary>An experiment that leaves a report.</summary>
    private static FakeRunner Reporting() => new()
    {
        Work = (request, _) =>
        {
            File.WriteAllText(Path.Combine(request.OutputDirectory, "report.json"), "{}");
            return FakeRunner.Outcome(request);
        },
    };
}
