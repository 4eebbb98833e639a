using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>The drone experiment at a size that takes a second, in a folder of its own.</summary>
internal sealed class TinyRun : IDisposable
{
    /// <summary>4 iterations of training, 2 of the explanation, 2 for each of 3 laws, 2 for each of 16 methods, 4 of the confirmation, 17
    /// evaluations.</summary>
    internal const int Reports = 4 + 2 + (3 * 2) + (16 * 2) + 4 + 17;

    /// <summary>The methods whose retraining is known before a run; a diagnosis chooses the others.</summary>
    internal static ImmutableArray<MethodName> Methods { get; } =
        [.. MethodTable.Standard.All.Where(method => method.ChosenBy is null).Select(method => method.Name)];

    internal static readonly ImmutableArray<string> Overrides =
    [
        "policy.hiddenSizes=[8]", "policy.contextSize=2",
        "tasks.training=6", "tasks.validation=4", "tasks.test=6",
        "meta.iterations=4", "meta.tasksPerIteration=3", "meta.trajectories=4",
        "poor.count=2", "poor.below=null", "poor.selectionRepeats=1", "poor.testShare=0.34",
        "explain.criticalTasks=2", "explain.iterations=2",
        "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2",
        "retrain.iterations=2", "retrain.otherTasks=2", "confirm.tasks=6",
        "retrain.methods=["
            + string.Join(',', Methods)
            + "]",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=4", "scoring.repeats=1",
    ];

    private readonly TemporaryFolder _folder = new();

    internal string Path => _folder["run"];

    internal RunDirectory Directory => RunDirectory.Open(Path);

    internal static ImproveConfiguration Configure(params string[] more)
        => ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(DroneExperiment.Configuration), "tiny", [.. Overrides, .. more]);

    /// <summary>Runs or continues; cancels when as many reports have arrived.</summary>
    internal ExperimentOutcome Run(TinyOptions? options = null)
    {
        TinyOptions how = options ?? new TinyOptions();
        using var source = new CancellationTokenSource();
        var request = new ExperimentRequest
        {
            Experiment = how.Runner.Name,
            Action = how.Action,
            Seed = how.Seed,
            OutputDirectory = Path,
            Threads = how.Threads,
            Environments = how.Environments,
            BaseRun = how.BaseRun,
            SaveEvery = how.SaveEvery,
            Processes = how.Processes,
            Overrides = how.Resume ? [] : how.BaseRun is not null ? [.. how.More] : [.. Small(how), .. how.More],
            CommandLine = "xmrl improve drone",
            ConfigurationFile = how.Resume ? Directory.ConfigurationPath : null,
            ResumeFrom = how.Resume ? Path : null,
        };
        return new ExperimentHost().Run(how.Runner, request, new Counter(how, source), how.Log, source.Token);
    }

    /// <summary>A new run on this folder, for tests of single stages.</summary>
    internal RunParts Parts(params string[] more)
    {
        RunDirectory run = RunDirectory.Create(
            Path, force: false, new RunState
            {
                Phase = RunPhase.Running,
                Action = "improve",
                Experiment = DroneExperiment.Name,
                Seed = 1,
                Quick = false,
            });
        var request = new ExperimentRequest
        {
            Experiment = DroneExperiment.Name,
            Action = ExperimentAction.Improve,
            Seed = 1,
            OutputDirectory = Path,
            Threads = 2,
        };
        return new RunParts(Configure(more), request, run, MethodTable.Standard, NullLogger.Instance);
    }

    /// <summary>What decides the cost of a run's stages.</summary>
    internal static RunScale Scale(RunParts parts) => new(parts.Configuration, parts.Methods, parts.Family.Spec.Horizon);

    /// <summary>Runs one stage from what others found.</summary>
    internal static ImprovementFindings Run(RunParts parts, IStage stage, ImprovementFindings found)
        => stage.Run(
            new StageRun(parts, new StageList([stage]), 0, new Progress<StageProgress>()), found, CancellationToken.None);

    /// <summary>Hash by name of every file that the seed alone decides.</summary>
    /// <param name="curves">Whether the hash that checkpoints carry of their curves counts.</param>
    internal SortedDictionary<string, string> Fingerprint(bool curves = true)
    {
        string[] names = ["config.yaml", "tasks.json", "explanation.json", "confirmation.json", "repaired.safetensors", "evaluation.json"];
        IEnumerable<string> files = names.Select(Directory.File).Where(File.Exists)
            .Concat(System.IO.Directory.GetFiles(Path, "mixing-*.json"))
            .Concat(System.IO.Directory.GetFiles(Directory.Checkpoints.FolderPath).Where(IsFinal));
        return new SortedDictionary<string, string>(
            files.ToDictionary(
                file => System.IO.Path.GetFileName(file),
                file => Convert.ToHexString(SHA256.HashData(curves || !IsFinal(file) ? File.ReadAllBytes(file) : WithoutCurves(file)))),
            StringComparer.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] WithoutCurves(string path)
    {
        var file = SafetensorsFile.Read(path);
        file.Metadata.Remove(TrainingCheckpoint.CurvesName).ShouldBeTrue(path);
        using var copy = new MemoryStream();
        file.Write(copy);
        return copy.ToArray();
    }

    private static IEnumerable<string> Small(TinyOptions how)
        => Overrides.Where(entry => !how.Without.Contains(entry[..entry.IndexOf('=', StringComparison.Ordinal)]));

    /// <summary>A stopped run keeps its last two checkpoints; what counts is the one at the end.</summary>
    private static bool IsFinal(string path)
        => path.EndsWith("base-iteration-00000004.safetensors", StringComparison.Ordinal)
        || (System.IO.Path.GetFileName(path).StartsWith("retrain-", StringComparison.Ordinal)
            && path.EndsWith("-iteration-00000002.safetensors", StringComparison.Ordinal));

    private sealed class Counter(TinyOptions how, CancellationTokenSource source) : IProgress<StageProgress>
    {
        private int _reports;

        public void Report(StageProgress value)
        {
            value.StageIndex.ShouldBeInRange(0, value.StageCount - 1);
            value.Completed.ShouldBeInRange(1, value.Total);
            how.Seen?.Add(value);
            if (++_reports == how.CancelAfter)
            {
                source.Cancel();
            }
        }
    }
}
