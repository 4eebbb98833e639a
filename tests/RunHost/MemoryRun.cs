using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Training.Hosting;

namespace Xmrl.RunHost;

/// <summary>2,000 iterations of a small MAML with everything that a run writes.</summary>
internal sealed class MemoryRun : IProgress<StageProgress>
{
    private const int Iterations = 2000;
    private const int Every = 250;

    /// <summary>Runs and prints lines of iteration, managed and native bytes.</summary>
    internal static void Measure(string folder) => new ExperimentHost().Run(
        Navigation2DExperiment.Create(),
        new ExperimentRequest
        {
            Experiment = Navigation2DExperiment.Name,
            Action = ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = Path.Combine(folder, "run"),
            Threads = 2,
            Overrides =
            [
                "policy.hiddenSizes=[8]", "tasks.training=4", "tasks.validation=2", "tasks.test=6", "meta.tasksPerIteration=2",
                "meta.trajectories=2", $"meta.iterations={Iterations}",
                "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=2", "scoring.repeats=1", "poor.testShare=0.34",
                "poor.count=2", "explain.criticalTasks=2",
            ],
            CommandLine = "hosted",
        },
        new MemoryRun(),
        NullLogger.Instance,
        CancellationToken.None);

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        if (value.Stage == "Meta-training" && value.Completed % Every == 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            long managed = GC.GetTotalMemory(forceFullCollection: true);
            long native = Anonymous() - GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Completed} {managed} {native}"));
        }
    }

    /// <summary>Memory that belongs to this process alone and to no file, from Linux.</summary>
    private static long Anonymous()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
