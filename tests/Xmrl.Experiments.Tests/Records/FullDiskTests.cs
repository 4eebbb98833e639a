using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Records;

public sealed class FullDiskTests : IDisposable
{
    private const int Iterations = 300;
    private static readonly string[] s_small =
    [
        "policy.hiddenSizes=[4]", "tasks.training=4", "tasks.validation=2", "tasks.test=6", "meta.tasksPerIteration=2",
        "meta.trajectories=2", $"meta.iterations={Iterations}",
        "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=2", "scoring.repeats=1", "poor.testShare=0.34", "poor.count=2",
        "explain.criticalTasks=2",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TmpfsFact]
    public void Train_DiskBecomesFull_SaysSoAndGoesOnAfterRoomIsMade()
    {
        string disk = _folder["disk"];
        Directory.CreateDirectory(disk);
        TmpfsFactAttribute.Run("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", disk).ShouldBeTrue();
        try
        {
            string path = Path.Combine(disk, "run");
            string message = Should.Throw<IOException>(() => Run(path, isResumed: false)).Message;

            message.ShouldStartWith("There is no room left to write to (");
            message.ShouldContain("The checkpoints are intact: base after iteration ");
            message.ShouldEndWith($"Make room, then continue with: xmrl resume {path}");
            RunDirectory run = RunDirectory.Open(path);
            RunSummary.Of(run).Status.ShouldBeOneOf("failed", "interrupted");
            long iteration = run.Checkpoints.LoadLatest(NullLogger.Instance, "base")!.Value.Iteration;
            iteration.ShouldBeInRange(1, Iterations - 1);
            Directory.GetFiles(path, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();

            TmpfsFactAttribute.Run("mount", "-o", "remount,size=16m", disk).ShouldBeTrue();
            Run(path, isResumed: true);
            Run(_folder["whole"], isResumed: false);

            RunFingerprint.Of(run).ShouldBe(RunFingerprint.Of(RunDirectory.Open(_folder["whole"])));
        }
        finally
        {
            TmpfsFactAttribute.Run("umount", disk).ShouldBeTrue();
        }
    }

    private static void Run(string path, bool isResumed) => new ExperimentHost().Run(
        Navigation2DExperiment.Create(),
        new ExperimentRequest
        {
            Experiment = Navigation2DExperiment.Name,
            Action = ExperimentAction.Train,
            Seed = 3,
            OutputDirectory = path,
            Threads = 2,
            SaveEvery = TimeSpan.Zero,
            Overrides = isResumed ? [] : [.. s_small],
            ConfigurationFile = isResumed ? Path.Combine(path, "config.yaml") : null,
            ResumeFrom = isResumed ? path : null,
        },
        new Progress<StageProgress>(),
        NullLogger.Instance,
        CancellationToken.None);
}
