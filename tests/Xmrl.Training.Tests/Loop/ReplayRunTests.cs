using System.Security.Cryptography;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Training.Hosting;

namespace Xmrl.Training.Tests.Loop;

/// <summary>Runs of learners that draw from replay: what is stored beside the checkpoints is enough to go on exactly, and nothing
/// else is taken for it.</summary>
public sealed class ReplayRunTests : IDisposable
{
    private static readonly string[] s_soft =
    [
        "meta.networkLayers=1", "meta.networkUnits=4", "meta.batchSize=8", "meta.gradientSteps=3", "meta.initialSteps=100",
        "meta.replayCapacity=400",
    ];

    private static readonly string[] s_pearl =
    [
        "meta.learner=pearl", .. s_soft, "meta.encoderLayers=1", "meta.encoderUnits=4", "meta.contextSamples=6", "meta.metaBatch=3",
        "meta.tasksPerCollection=2", "meta.priorSteps=100", "meta.posteriorSteps=100", "meta.extraSteps=100",
    ];

    private static readonly string[] s_sac =
        ["meta.learner=sac", .. s_soft, "meta.tasksPerStep=2", "meta.stepsPerIteration=200", "meta.softUpdate=twinTarget"];

    private readonly TinyRun _whole = new();
    private readonly TinyRun _stopped = new();

    public void Dispose()
    {
        _whole.Dispose();
        _stopped.Dispose();
    }

    [Theory]
    [InlineData("pearl", 1)]
    [InlineData("pearl", 2)]
    [InlineData("pearl", 3)]
    [InlineData("sac", 2)]
    public void Train_StoppedAnywhere_EndsAsIfNeverStopped(string learner, int reports)
    {
        _whole.Run(Options(learner) with { Threads = 1 });

        Should.Throw<OperationCanceledException>(() => _stopped.Run(Options(learner) with { CancelAfter = reports }));
        _stopped.Run(Options(learner) with { Resume = true });

        _stopped.Fingerprint().ShouldBe(_whole.Fingerprint());
        Replay(_whole).ShouldNotBeEmpty();
        Named(_stopped).ShouldBe(Named(_whole));
    }

    [Fact]
    public void Train_CheckpointAfterEveryIteration_ChangesNothing()
    {
        _whole.Run(Options("pearl"));

        _stopped.Run(Options("pearl") with { SaveEvery = TimeSpan.Zero });

        _stopped.Fingerprint().ShouldBe(_whole.Fingerprint());
    }

    [Fact]
    public void Resume_SegmentChanged_SaysWhichAndBothHashes()
    {
        string damaged = Stop();
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);

        string message = Should.Throw<InvalidDataException>(() => _stopped.Run(Options("pearl") with { Resume = true })).Message;

        message.ShouldContain(Path.GetFileName(damaged));
        message.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void Resume_SegmentMissing_SaysWhich()
    {
        string missing = Stop();
        File.Delete(missing);

        Should.Throw<InvalidDataException>(() => _stopped.Run(Options("pearl") with { Resume = true }))
            .Message.ShouldContain($"{Path.GetFileName(missing)} is missing");
    }

    private static TinyOptions Options(string learner) => new()
    {
        Runner = ExperimentRegistry.BuiltIn.Find(Navigation2DExperiment.Name),
        Action = ExperimentAction.Train,
        More = learner == "pearl" ? s_pearl : s_sac,
        Without = ["meta.trajectories", "policy.contextSize"],
    };

    private static string[] Replay(TinyRun run) => Directory.GetFiles(run.Directory.File("replay"), "*.bin");

    /// <summary>Names and hashes of the files that the last checkpoint names.</summary>
    private static SortedDictionary<string, string> Named(TinyRun run)
    {
        string path = run.Directory.Checkpoints.PathOf(4, "base");
        return new SortedDictionary<string, string>(
            Runs.Safetensors.SafetensorsFile.Read(path).Metadata
                .Where(entry => entry.Key.StartsWith("replay.", StringComparison.Ordinal))
                .ToDictionary(
                    entry => entry.Key,
                    entry =>
                    {
                        string file = Path.Combine(run.Directory.File("replay"), entry.Key["replay.".Length..]);
                        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))).ShouldBe(entry.Value);
                        return entry.Value;
                    }),
            StringComparer.Ordinal);
    }

    /// <summary>Stops a run.</summary>
    /// <returns>A file of its replay.</returns>
    private string Stop()
    {
        Should.Throw<OperationCanceledException>(() => _stopped.Run(Options("pearl") with { CancelAfter = 2 }));
        return Replay(_stopped).Order(StringComparer.Ordinal).First();
    }
}
