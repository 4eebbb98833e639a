using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

public sealed class StopAndResumeTests : IDisposable
{
    /// <summary>Some seconds of training, so that a signal meets it at work.</summary>
    private static readonly string[] Longer = ["--set", "meta.iterations=1500"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Improve_SignalInTraining_SavesAndResumesToTheSameResult(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        CliProcess process = CliProcess.Start(TinyArguments.Improve(_folder["stopped"], Longer));
        process.SignalInTraining(signal);
        CliResult stopped = process.Finish();

        stopped.Code.ShouldBe(ExitCode.Cancelled);
        stopped.Error.ShouldContain("Saving and stopping; another Ctrl-C");
        stopped.Error.ShouldContain($"Stopped. Continue with: xmrl resume {_folder["stopped"]}");
        RunDirectory run = RunDirectory.Open(_folder["stopped"]);
        (run.ReadState().Phase, run.ReadState().Stage).ShouldBe((RunPhase.Cancelled, "Meta-training"));
        Directory.GetFiles(run.Checkpoints.FolderPath, "base-iteration-*").Length.ShouldBe(1);

        CliProcess.Run("resume", _folder["stopped"], "--quiet", "--threads", "1").Code.ShouldBe(ExitCode.Ok);
        CliProcess.Run("runs", "show", _folder["stopped"]).Output.ShouldMatch("Started [-0-9: ]+ UTC, last continued [-0-9: ]+ UTC, ended");
        CliProcess.Run(TinyArguments.Improve(_folder["whole"], [.. Longer, "--quiet"])).Code.ShouldBe(ExitCode.Ok);

        string[] results =
        [
            "evaluation.json",
            "explanation.json",
            "mixing-xmrl.json",
            "checkpoints/base-iteration-00001500.safetensors",
            "checkpoints/retrain-xmrl-iteration-00000002.safetensors",
        ];
        foreach (string name in results)
        {
            File.ReadAllBytes(Path.Combine(_folder["stopped"], name))
                .ShouldBe(File.ReadAllBytes(Path.Combine(_folder["whole"], name)), name);
        }

        MetricsReader.Read(run.MetricsPath).Select(row => row.Iteration).ShouldBe(Enumerable.Range(0, 1500).Select(i => (long)i));
        run.ReadState().Phase.ShouldBe(RunPhase.Done);
        CliProcess.Run("resume", _folder["stopped"]).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public void Train_Killed_ShowsAsInterruptedAndResumesToTheSameResult()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] arguments = ["navigation2d", "--save-every", "0", "--set", "meta.iterations=400"];
        CliProcess process = CliProcess.Start(TinyArguments.Train(_folder["killed"], arguments));
        process.SignalInTraining("KILL");
        process.Finish().Code.ShouldBe(137);

        CliProcess.Run("runs", "list", _folder.FullPath).Output.ShouldMatch(
            "killed +train navigation2d +MAML +1 +interrupted +Meta-training, \\d+ of 400 ");
        CliProcess.Run("resume", _folder["killed"], "--quiet").Code.ShouldBe(ExitCode.Ok);
        CliProcess.Run(TinyArguments.Train(_folder["whole"], [.. arguments, "--quiet"])).Code.ShouldBe(ExitCode.Ok);

        CliResult difference = CliProcess.Run("runs", "diff", _folder["killed"], _folder["whole"]);
        (difference.Code, difference.Output).ShouldBe(
            (ExitCode.Ok, "metrics.jsonl: 400 iterations alike.\nThe runs are alike: 400 iterations of 1 training, and all result files "
                + "that both have.\n"));
        const string Last = "checkpoints/base-iteration-00000400.safetensors";
        File.ReadAllBytes(Path.Combine(_folder["killed"], Last)).ShouldBe(File.ReadAllBytes(Path.Combine(_folder["whole"], Last)));
    }

    [Fact]
    public void Resume_StoppedAgain_ResumesAgain()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        CliProcess process = CliProcess.Start(TinyArguments.Improve(_folder["run"], [.. Longer, "--verbose"]));
        process.SignalInTraining("TERM");
        process.Finish().Code.ShouldBe(ExitCode.Cancelled);

        process = CliProcess.Start("resume", _folder["run"]);
        process.SignalInTraining("TERM");
        process.Finish().Code.ShouldBe(ExitCode.Cancelled);

        CliResult last = CliProcess.Run("resume", _folder["run"], "--json");
        JsonDocument.Parse(last.Output).RootElement.GetProperty("state").GetString().ShouldBe("done");
        File.ReadAllLines(Path.Combine(_folder["run"], "command.txt")).Length.ShouldBe(3);
    }
}
