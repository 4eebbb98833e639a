using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Runs that are made once, and copied for every case: finished ones of two seeds, and ones that were killed in three
/// stages.</summary>
public sealed class RunCopies : IDisposable
{
    /// <summary>Where runs are killed: in the first iterations of it.</summary>
    internal static readonly string[] Stages = ["Meta-training", "Explanation", "Retraining: XMRL"];

    private static readonly string[] s_settings =
    [
        "policy.hiddenSizes=[4]", "tasks.training=4", "tasks.validation=4", "tasks.test=4", "meta.tasksPerIteration=2",
        "meta.trajectories=2", "meta.iterations=3",
        "scoring.adaptationTrajectories=2", "scoring.sampledTrajectories=2", "scoring.repeats=1", "poor.testShare=0.5", "poor.count=2",
        "poor.selectionRepeats=1",
        "explain.criticalTasks=2", "explain.iterations=2", "augment.iterations=1", "augment.sets=2", "augment.otherTasks=2",
        "retrain.iterations=2", "retrain.otherTasks=2", "retrain.methods=[xmrl]", "confirm.tasks=4",
    ];

    public RunCopies()
    {
        // Thousands of small files: in memory where there is such a folder.
        string root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Folder = Directory.CreateDirectory(
            Path.Combine(root, $"xmrl-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}")).FullName;
        Make(Finished, 1, null);
        Make(Other, 2, null);
        foreach (string stage in Stages)
        {
            Make(Killed(stage), 1, stage);
        }
    }

    internal string Folder { get; }

    internal string Finished => Path.Combine(Folder, "finished");

    internal string Other => Path.Combine(Folder, "other");

    internal string Killed(string stage) => Path.Combine(Folder, "killed-" + stage.Replace(": ", "-", StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Copies a folder of plain files.</summary>
    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>Names and contents of everything in a folder, without following links.</summary>
    internal static string Hash(string folder)
    {
        var text = new StringBuilder();
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        foreach (
            var entry in new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", options)
                .OrderBy(static entry => entry.FullName, StringComparer.Ordinal))
        {
            string content = entry is FileInfo { LinkTarget: null, Length: > 0 } file
                ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))
                : "";
            text.Append(entry.FullName).Append(' ').Append(content).Append('\n');
        }

        return text.ToString();
    }

    private static void Make(string folder, ulong seed, string? killedIn)
    {
        using var source = new CancellationTokenSource();
        var request = new ExperimentRequest
        {
            Experiment = Navigation2DExperiment.Name,
            Action = ExperimentAction.Improve,
            Seed = seed,
            OutputDirectory = folder,
            Threads = 1,
            SaveEvery = TimeSpan.Zero,
            Overrides = [.. s_settings],
            CommandLine = "xmrl improve navigation2d",
        };
        try
        {
            new ExperimentHost()
                .Run(Navigation2DExperiment.Create(), request, new Killer(killedIn, source), NullLogger.Instance, source.Token);
            killedIn.ShouldBeNull();
        }
        catch (OperationCanceledException) when (killedIn is not null)
        {
            // A killed run says that it runs, and nobody holds its lock.
            RunDirectory.Open(folder).Continue();
        }
    }

    /// <summary>Stops a run after the first step of a stage.</summary>
    private sealed class Killer(string? stage, CancellationTokenSource source) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Stage == stage && value.Completed > 0)
            {
                source.Cancel();
            }
        }
    }
}
