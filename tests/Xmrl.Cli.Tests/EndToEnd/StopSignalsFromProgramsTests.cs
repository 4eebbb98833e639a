using Xmrl.Fixtures;
using Xmrl.Fixtures.Mpi;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Stops as programs send them: several times within an instant.</summary>
public sealed class StopSignalsFromProgramsTests : IDisposable
{
    /// <summary>More iterations than any machine does before the signal.</summary>
    private static readonly string[] s_endless =
    [
        "navigation2d", "--save-every", "600", "--threads", "1", "--set", "meta.iterations=100000",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary><c>timeout</c> signals its child and then its own process group, to which the child belongs.</summary>
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("USR1")]
    [InlineData("HUP")]
    public void Train_SignalToProcessAndGroup_SavesOnce(string signal)
        => RequireSaved(Stopped(signal, "kill -SIG $child; kill -SIG 0"));

    [Theory]
    [InlineData("TERM")]
    [InlineData("USR1")]
    public void Train_SignalTwiceTwentyMillisecondsApart_SavesOnce(string signal)
        => RequireSaved(Stopped(signal, "kill -SIG $child; sleep 0.02; kill -SIG $child"));

    /// <summary>Copies of one stop that come while the process ends do not change its exit code.</summary>
    [Theory]
    [InlineData("TERM")]
    [InlineData("USR1")]
    [InlineData("HUP")]
    public void Train_SignalledUntilItsEnd_SavesOnce(string signal)
        => RequireSaved(Stopped(signal, "while kill -SIG $child 2>/dev/null; do sleep 0.002; done"));

    [Fact]
    public void Train_HangUpIgnored_GoesOnWithoutItsTerminal()
    {
        if (OperatingSystem.IsLinux())
        {
            // What nohup does. The SIGTERM after it shows that the run still works.
            RequireSaved(
                Stopped(
                    "HUP",
                    "kill -HUP $child; sleep 1; kill -0 $child || exit 99; grep -q running RUN/state.json || exit 99; kill -TERM $child",
                    "trap '' HUP"));
        }
    }

    [MpiTheory]
    [MemberData(nameof(MpiCommand.Names), MemberType = typeof(MpiCommand))]
    public void Train_SignalToStarterAndToAllRanks_SavesOnce(string mpi)
    {
        MpiCommand command = MpiCommand.Named(mpi);
        string run = _folder["run"];
        CliProcess process = CliProcess.StartUnder(command, 2, [], TinyArguments.Train(run, s_endless));
        process.SignalInTraining("USR1", pid => [pid, CliProcess.ProcessOfRank(run, 0), CliProcess.ProcessOfRank(run, 1)]);
        CliResult stopped = process.Finish();

        stopped.Error.ShouldContain($"Stopped. Continue with: xmrl resume {run}");
        RequireSaved(run);
    }

    /// <summary>Starts a training in a process group of its own, waits for its first iteration and runs a line of shell that signals it:
    /// $child, and the group as 0.</summary>
    private string Stopped(string signal, string line, string before = "trap : SIG")
    {
        string run = _folder["run"];
        if (OperatingSystem.IsWindows())
        {
            return run;
        }

        string words = string.Join(' ', TinyArguments.Train(run, [.. s_endless, "--quiet"]).Select(word => $"'{word}'"));
        string script = $"""
            {before}
            env --default-signal=INT {CliProcess.ShellCommand} {words} &
            child=$!
            until [ -s RUN/metrics.jsonl ]; do sleep 0.05; done
            {line}
            wait $child; code=$?
            while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
            exit $code

            """;
        File.WriteAllText(
            _folder["stop.sh"], script.Replace("RUN", run, StringComparison.Ordinal).Replace("SIG", signal, StringComparison.Ordinal));
        CliResult result = CliProcess.Shell($"setsid --wait bash '{_folder["stop.sh"]}'");
        result.Error.ShouldContain($"Stopped. Continue with: xmrl resume {run}");
        result.Code.ShouldBe(ExitCode.Cancelled);
        return run;
    }

    private static void RequireSaved(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        RunDirectory run = RunDirectory.Open(folder);
        run.ReadState().Phase.ShouldBe(RunPhase.Cancelled);
        MetricsRow[] rows = [.. MetricsReader.Read(run.MetricsPath)];
        run.Checkpoints.List().ShouldHaveSingleItem().Iteration.ShouldBe(rows.Length);
    }
}
