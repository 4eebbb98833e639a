using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Training.Evaluation;
using Xmrl.Exporting;
using Xmrl.Training.Hosting;

namespace Xmrl.Import.Tests.Running;

/// <summary>A small training and what is exported of it; made once for all tests.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        foreach (string experiment in new[] { "navigation2d", "drone" })
        {
            Run(experiment, experiment, ExperimentRegistry.BuiltIn.Find(experiment), ["policy.contextSize=0", .. Small]);
        }

        Export("navigation2d", Safetensors, ExportFormat.Safetensors);
        Export("navigation2d", Onnx, ExportFormat.Onnx);
        Export("drone", Drone, ExportFormat.Safetensors);
    }

    public const string Safetensors = "policy.safetensors";

    public const string Onnx = "policy.onnx";

    /// <summary>Of an environment whose observations are normalised.</summary>
    public const string Drone = "drone.safetensors";

    public static ImmutableArray<string> Small { get; } =
    [
        "policy.hiddenSizes=[8, 5]", "policy.activation=tanh", "tasks.training=6", "tasks.validation=4", "tasks.test=6",
        "meta.tasksPerIteration=3", "meta.trajectories=4", "meta.iterations=2",
        "poor.count=2", "poor.below=null", "poor.selectionRepeats=1", "poor.testShare=0.34", "explain.criticalTasks=2",
        "explain.iterations=2", "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2", "retrain.iterations=2",
        "retrain.otherTasks=2", "retrain.methods=[continued]", "confirm.tasks=6",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=4", "scoring.repeats=1",
    ];

    internal UserFile File(string name) => UserFile.Read(_folder[name]);

    internal string Folder(string name) => _folder[name];

    internal RunDirectory Directory(string name) => RunDirectory.Open(_folder[name]);

    internal ExperimentOutcome Run(
        string experiment, string folder, IExperimentRunner runner, ImmutableArray<string> overrides, string? baseRun = null,
        ExperimentAction action = ExperimentAction.Train) => new ExperimentHost().Run(
        runner,
        new ExperimentRequest
        {
            Experiment = experiment,
            Action = action,
            Seed = 3,
            OutputDirectory = _folder[folder],
            Threads = 1,
            Overrides = overrides,
            BaseRun = baseRun,
            CommandLine = "test",
        },
        new Silent(),
        NullLogger.Instance,
        CancellationToken.None);

    internal RunEvaluation Evaluate(string folder) => RunEvaluator.Evaluate(
        new ImprovedRun(Directory(folder)), new EvaluationRequest { Tasks = 5, Repeats = 2 }, new Silent(), NullLogger.Instance,
        CancellationToken.None);

    public void Dispose() => _folder.Dispose();

    private void Export(string run, string file, ExportFormat format)
        => RunExporter.Load(new ImprovedRun(Directory(run)), new ExportRequest(), NullLogger.Instance).Write(_folder[file], format);

    private sealed class Silent : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
