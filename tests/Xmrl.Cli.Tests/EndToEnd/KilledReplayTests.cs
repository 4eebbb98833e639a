using Xmrl.Fixtures;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Runs of learners that draw from replay, killed without warning again and again.</summary>
public sealed class KilledReplayTests : IDisposable
{
    private const int Kills = 20;
    private const double ShortestSeconds = 0.6;
    private const double LongestSeconds = 1.6;

    private static readonly string[] s_soft =
    [
        "meta.networkLayers=1", "meta.networkUnits=8", "meta.batchSize=8", "meta.gradientSteps=5", "meta.initialSteps=40",
        "meta.replayCapacity=20000", "meta.iterations=4000", "meta.tasksPerIteration=4", "meta.validations=1", "tasks.training=12",
        "tasks.validation=4", "tasks.test=10",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongTheory]
    [InlineData("pearl", "meta.encoderLayers=1", "meta.encoderUnits=8", "meta.contextSamples=8", "meta.metaBatch=2",
        "meta.tasksPerCollection=1", "meta.priorSteps=20", "meta.extraSteps=20")]
    [InlineData("sac", "meta.tasksPerStep=1", "meta.stepsPerIteration=20")]
    public void Train_KilledTwentyTimes_EndsWithTheBitsOfAnUnbrokenRun(string learner, params string[] more)
    {
        string[] settings = [.. s_soft.Concat(more).SelectMany(static value => (string[])["--set", value])];
        CliProcess.Run(["train", "pointrobot", learner, "--out", _folder["whole"], "--quiet", .. settings]).Code.ShouldBe(ExitCode.Ok);
        var key = RandomKey.FromSeed(20);

        // The first start is let alone until it has stored something to go on from.
        Killed(
            ["train", "pointrobot", learner, "--out", _folder["killed"], "--quiet", "--save-every", "0", .. settings], 2 * LongestSeconds);
        for (int i = 1; i < Kills; i++)
        {
            Killed(
                ["resume", _folder["killed"], "--quiet", "--save-every", "0"],
                ShortestSeconds + (key.Uniform((ulong)i) * (LongestSeconds - ShortestSeconds)));
        }

        Directory.GetFiles(_folder["killed/replay"]).ShouldNotBeEmpty("No start came as far as a checkpoint.");
        CliProcess.Run("resume", _folder["killed"], "--quiet").Code.ShouldBe(ExitCode.Ok);
        CliProcess.Run("runs", "diff", _folder["killed"], _folder["whole"]).Output.ShouldContain("The runs are alike: 4000 iterations");
    }

    /// <summary>Starts the program and kills it after a time, as a machine that fails does.</summary>
    private static void Killed(string[] arguments, double seconds)
    {
        using CliProcess process = CliProcess.Start(arguments);
        process.KillAfter(TimeSpan.FromSeconds(seconds)).ShouldBeTrue("The run ended before it was killed: give it more iterations.");
    }
}
