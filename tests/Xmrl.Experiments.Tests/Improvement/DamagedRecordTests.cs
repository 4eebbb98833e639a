using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Comparison;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Runs;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>What stands beside whole checkpoints may be damaged: the run goes on, and ends with the bits of one that was not.</summary>
public sealed class DamagedRecordTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    private const int InTraining = 3;
    private const int InRetraining = 26;

    [Theory]
    [InlineData(InTraining, "metrics.jsonl", 1)]
    [InlineData(InTraining, "progress.csv", 0)]
    [InlineData(InTraining, "progress.csv", 2)]
    [InlineData(InRetraining, "metrics.jsonl", 0)]
    [InlineData(InRetraining, "metrics-retrain-xmrl.jsonl", 1)]
    [InlineData(InRetraining, "progress-retrain-xmrl.csv", 1)]
    [InlineData(InTraining, "environment.json", 3)]
    [InlineData(InRetraining, "environment.json", 0)]
    public void Resume_FileDamaged_SaysSoAndEndsAsIfItWereWhole(int reports, string name, int line)
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = reports }));
        string path = run.Directory.File(name);
        string[] lines = File.ReadAllLines(path);
        lines[line] = "\u0001damaged";
        File.WriteAllLines(path, lines);
        byte[] damaged = File.ReadAllBytes(path);
        var log = new ListLogger();

        run.Run(new TinyOptions { Resume = true, Log = log });

        // Rows that are lost are missing from the hash that checkpoints carry of their curve.
        bool isWhole = !name.StartsWith("metrics", StringComparison.Ordinal);
        run.Fingerprint(isWhole).ShouldBe(finished.Run.Fingerprint(isWhole));
        File.ReadAllBytes(path + ".damaged-1").ShouldBe(damaged);
        log.Lines.Where(said => said.Level == LogLevel.Warning)
            .ShouldContain(said => said.Message.Contains($"kept as {name}.damaged-1", StringComparison.Ordinal));
        run.Directory.ReadEnvironment().ShouldNotBeNull();
        run.Directory.Manifest.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void Read_EvaluationBeyondWhatAnyConfigurationFills_IsRefusedBeforeItIsRead()
    {
        using var run = new TinyRun();
        using (run.Parts())
        using (FileStream stream = File.Create(run.Directory.EvaluationPath))
        {
            stream.SetLength(StoredEvaluation.SizeLimit + 1);
        }

        Should.Throw<InvalidDataException>(() => StoredEvaluation.Read(run.Directory)).Message.ShouldContain(
            $"{StoredEvaluation.SizeLimit + 1} bytes; expected at most {StoredEvaluation.SizeLimit}");
    }

    [Fact]
    public void Resume_TableDamaged_IsRestoredFromTheMetrics()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = InTraining }));
        byte[] whole = File.ReadAllBytes(run.Directory.ProgressPath);
        File.WriteAllText(run.Directory.ProgressPath, "rubbish\n");

        run.Run(new TinyOptions { Resume = true });

        File.ReadAllBytes(run.Directory.ProgressPath)[..whole.Length].ShouldBe(whole);
        run.Directory.ReadProgress("").Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("metrics.jsonl", false)]
    [InlineData("progress.csv", false)]
    [InlineData("command.txt", false)]
    [InlineData("stages.json", false)]
    [InlineData("tasks.json", false)]
    [InlineData("state.json", false)]
    [InlineData("manifest.json", false)]
    [InlineData("environment.json", false)]
    [InlineData("evaluation.json", false)]
    [InlineData("explanation.json", false)]
    [InlineData("report.json", false)]
    [InlineData("description.json", false)]
    [InlineData("episodes.json", false)]
    [InlineData("heartbeat.json", false)]
    [InlineData(".lock", false)]
    [InlineData("checkpoints", true)]
    [InlineData("checkpoints/base-best.safetensors", false)]
    [InlineData("checkpoints/base-iteration-00000003.safetensors", false)]
    [InlineData("checkpoints/base-iteration-00000004.safetensors", false)]
    [InlineData("tensorboard", true)]
    [InlineData("tensorboard/base", true)]
    [InlineData("tensorboard/base/events.out.tfevents.xmrl", false)]
    [InlineData("tensorboard/retrain-xmrl", true)]
    public void Resume_PlaceHoldsALink_ChangesNothingOutside(string name, bool isFolder)
    {
        using var run = new TinyRun();
        using var outside = new Outside();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = InTraining }));
        string path = Path.Combine(run.Path, name);
        if (isFolder && Directory.Exists(path))
        {
            Directory.Move(path, path + ".away");
        }

        File.Delete(path);
        _ = isFolder ? Directory.CreateSymbolicLink(path, outside.FolderPath) : File.CreateSymbolicLink(path, outside.FilePath);

        // Either the run refuses, or it never needed what is there, or it replaces the link itself.
        Exception? error = Record.Exception(() => run.Run(new TinyOptions { Resume = true, Action = ExperimentAction.Train }));

        outside.ShouldBeUntouched();
        bool isRefused = error is IOException or InvalidDataException && error.Message.Contains("is a link", StringComparison.Ordinal);
        (error is null || isRefused).ShouldBeTrue(error?.ToString());
    }

    [Fact]
    public void Resume_RecordHasOtherNamesOutside_LeavesThoseAsTheyAre()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var run = new TinyRun();
        using var copy = new TemporaryFolder();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = InTraining }));
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories))
        {
            string name = copy[$"{before.Count}"];
            Outside.MakeHardLink(name, path);
            before[name] = Convert.ToHexString(File.ReadAllBytes(name));
        }

        run.Run(new TinyOptions { Resume = true });

        before.ShouldAllBe(entry => Convert.ToHexString(File.ReadAllBytes(entry.Key)) == entry.Value);
        run.Fingerprint().ShouldBe(finished.Run.Fingerprint());
    }
}
