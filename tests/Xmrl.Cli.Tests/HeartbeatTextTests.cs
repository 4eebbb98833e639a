using Xmrl.Cli.Rendering;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests;

public sealed class HeartbeatTextTests
{
    [Theory]
    [InlineData(true, 300.0, ", 120 of 200 (34 % of the run, about 5 min left)")]
    [InlineData(true, null, ", 120 of 200 (34 % of the run)")]
    [InlineData(true, 1e300, ", 120 of 200 (34 % of the run)")]
    [InlineData(false, 300.0, ", 120 of 200 (34 % of the run)")]
    public void Of_RunAtWork_TellsTheTimeLeft(bool inUse, double? secondsLeft, string expected)
        => HeartbeatText.Of(new RunSummary
        {
            FullPath = "run",
            InUse = inUse,
            State = new RunState
            {
                Phase = RunPhase.Running,
                Action = "train",
                Experiment = "drone",
                Seed = 1,
                Stage = "training",
            },
            Heartbeat = new RunHeartbeat
            {
                Stage = "training",
                StageIndex = 0,
                StageCount = 2,
                Completed = 120,
                Total = 200,
                Share = 0.34,
                SecondsLeft = secondsLeft,
            },
        }).ShouldBe(expected);
}
