using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Stages;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Runs.Safetensors;
using Xmrl.Runs.TensorBoard;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>Every file that a run leaves has a reader, which takes it.</summary>
public sealed class RunPartsTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Fact]
    public void Readers_EveryFileOfARun_ReadIt()
    {
        RunDirectory run = finished.Run.Directory;
        if (run.Evaluations().Count == 0)
        {
            var request = new EvaluationRequest { Tasks = 2, Repeats = 1 };
            RunEvaluator.Store(
                run,
                RunEvaluator.Evaluate(
                    new ImprovedRun(run), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None));
        }

        string[] files =
            [
                .. Directory.EnumerateFiles(run.FullPath, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(run.FullPath, path).Replace('\\', '/'))
                .Where(name => name != ".manifest.lock")
                .Order(StringComparer.Ordinal),
            ];

        foreach (string file in files)
        {
            Read(run, file).ShouldNotBeNull($"{file} has no reader.");
        }

        string[] expected =
        [
            "checkpoints/base-iteration-00000004.safetensors", "command.txt", "config.yaml", "environment.json", "evaluation.json",
            "evaluations/base-seed1.json", "explanation.json", "identity.json",
            "manifest.json", "metrics-retrain-xmrl.jsonl", "metrics.jsonl", "mixing-xmrl.json", "progress-retrain-xmrl.csv", "progress.csv",
            "description.json", "episodes.json", "heartbeat.json", "report.json", "stages.json", "state.json", "tasks.json",
            "tensorboard/base/events.out.tfevents.xmrl", "tensorboard/retrain-xmrl/events.out.tfevents.xmrl",
        ];
        files.ShouldBe(files.Union(expected), ignoreOrder: true);
    }

    [Fact]
    public void Progress_FinishedRun_HoldsNumbersOfTheMetrics()
    {
        RunDirectory run = finished.Run.Directory;
        foreach (string series in run.Series())
        {
            foreach ((MetricsRow metrics, MetricsRow progress) in run.ReadMetrics(series).Zip(run.ReadProgress(series)))
            {
                progress.Iteration.ShouldBe(metrics.Iteration);
                foreach ((string name, double value) in progress.Values.Where(value => !double.IsNaN(value.Value)))
                {
                    metrics.Values[name].ShouldBe(value, name);
                }
            }

            run.ReadProgress(series).Count().ShouldBe(run.ReadMetrics(series).Count());
        }
    }

    [Fact]
    public void Metrics_FinishedRun_HoldTheHashOfItsLastCheckpoint()
    {
        RunDirectory run = finished.Run.Directory;
        using RunParts parts = new TinyRun().Parts();
        var theta = new Real[parts.Learner.ParameterCount];
        PolicyWeights.Read(SafetensorsFile.Read(run.Checkpoints.PathOf(4, "base")), parts.Learner.Tensors, theta, "test");

        string expected = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Real>(theta)));
        MetricsRow[] rows = [.. run.ReadMetrics("")];
        rows[^1].Hashes[0].ShouldBe(KeyValuePair.Create(ParameterHashes.All, expected));
        rows.Select(row => row.Hashes[0].Value).ShouldBeUnique();
        rows[0].Hashes.Select(hash => hash.Key).ShouldContain("policy.layers.0.weight");
        rows[0].Hashes.Select(hash => hash.Key).ShouldContain(name => name.StartsWith("outer.", StringComparison.Ordinal));
    }

    private static object? Read(RunDirectory run, string file)
    {
        string path = Path.Combine(run.FullPath, file);
        string name = Path.GetFileName(file);
        return Path.GetDirectoryName(file) switch
        {
            "checkpoints" => SafetensorsFile.Read(path),
            _ when name == EventWriter.FileName => EventReader.Read(path).ToArray(),
            "evaluations" => Back(RunJson.Read<RunEvaluation>(path), path),
            "" => name switch
            {
                "state.json" => run.ReadState(),
                "identity.json" => run.ReadIdentity(),
                "config.yaml" => ConfigurationReader.ReadFile<ImproveConfiguration>(path),
                "command.txt" => run.ReadCommands().Single(),
                "environment.json" => Back(run.ReadEnvironment()!, path),
                "tasks.json" => Back(TaskSets.Read(path, LearnerFactory.Family("Drone-v1").Spec), path),
                "stages.json" => new StageBook(run).Entries,
                "manifest.json" => run.Manifest.Entries,
                "explanation.json" => Back(RunJson.Read<StoredExplanation>(path), path),
                "evaluation.json" => Back(RunJson.Read<StoredEvaluation>(path), path),
                "confirmation.json" => Back(RunJson.Read<StoredConfirmation>(path), path),
                "fidelity.json" => Back(RunJson.Read<StoredFidelity>(path), path),
                "repaired.safetensors" => SafetensorsFile.Read(path),
                "report.json" => run.ReadReport(),
                "heartbeat.json" => Back(run.ReadHeartbeat()!, path),
                RunDescription.FileName => Back(RunDescription.Read(run)!, path),
                StoredEpisodes.FileName => Back(StoredEpisodes.Read(run)!, path),
                _ when name.StartsWith("mixing-", StringComparison.Ordinal) => Back(RunJson.Read<StoredMixing>(path), path),
                _ when run.Series()
                    .Any(series => run.MetricsPathOf(series) == path) => run.ReadMetrics(
                        run.Series().Single(series => run.MetricsPathOf(series) == path))
                    .ToArray(),
                _ when run.Series()
                    .Any(series => run.ProgressPathOf(series) == path) => run.ReadProgress(
                        run.Series().Single(series => run.ProgressPathOf(series) == path))
                    .ToArray(),
                _ => null,
            },
            _ => null,
        };
    }

    /// <summary>What was read, written again, gives the same bytes: nothing was lost.</summary>
    private static T Back<T>(T value, string path)
    {
        string copy = Path.GetTempFileName();
        try
        {
            RunJson.Write(copy, value);
            File.ReadAllText(copy).ShouldBe(File.ReadAllText(path), path);
        }
        finally
        {
            File.Delete(copy);
        }

        return value;
    }
}
