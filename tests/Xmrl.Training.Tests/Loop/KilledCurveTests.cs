using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures.Runs;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

/// <summary>A killed run has no list of its files: its checkpoints say which curves they were written beside.</summary>
public sealed class KilledCurveTests(FinishedRun finished) : IClassFixture<FinishedRun>, IDisposable
{
    private const int InTraining = 3;
    private const int InRetraining = 26;
    private const string NotWritten = "is not what the run wrote before its checkpoint";
    private const string Differ = "One of them is not what the run wrote";

    private readonly TinyRun _run = new();
    private readonly ListLogger _log = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(InTraining)]
    [InlineData(InRetraining)]
    public void Resume_CurvesUntouched_SaysNothingOfThem(int reports)
    {
        Kill(_run, reports);

        Resume();

        Warnings().ShouldBeEmpty();
        _run.Fingerprint().ShouldBe(finished.Run.Fingerprint());
    }

    [Theory]
    [InlineData(InTraining, "metrics.jsonl", "base")]
    [InlineData(InRetraining, "metrics.jsonl", "base")]
    [InlineData(InRetraining, "metrics-retrain-xmrl.jsonl", "retrain-xmrl")]
    public void Resume_ValueChanged_NamesFileAndBothHashesAndGoesOn(int reports, string name, string series)
    {
        Kill(_run, reports);
        string written = Written(series);
        Change(name, "return_after");

        Resume();

        string warning = Warnings().Where(said => said.Contains(NotWritten, StringComparison.Ordinal)).ShouldHaveSingleItem();
        warning.ShouldStartWith($"{series}: {name} ");
        warning.ShouldContain($"expected {written}.");
        warning.ShouldMatch("is [0-9a-f]{64}; expected");
        string table = name.Replace("metrics", "progress", StringComparison.Ordinal).Replace(".jsonl", ".csv", StringComparison.Ordinal);
        Warnings().ShouldContain(
            said => said.Contains($"{table} and {name} differ in iteration 0: return_after", StringComparison.Ordinal));
        _run.Fingerprint(curves: false).ShouldBe(finished.Run.Fingerprint(curves: false));
    }

    [Theory]
    [InlineData("returnToBest", "The curves and the choice of the best parameters may not be")]
    [InlineData("keepLast", "The curves may not be")]
    public void Resume_ScoreChanged_SaysWhatItDecides(string rule, string said)
    {
        string[] best = [$"meta.onCollapse={rule}", "meta.validations=4"];
        Should.Throw<OperationCanceledException>(() => _run.Run(new TinyOptions { CancelAfter = InTraining, More = best }));
        _run.Directory.Continue();
        Change("metrics.jsonl", TrainingRecord.ValidationName);

        Resume();

        Warnings().ShouldContain(warning => warning.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Resume_MetricsOfAnotherSeed_AreNamed()
    {
        Kill(_run, InTraining);
        using var other = new TinyRun();
        Kill(other, InTraining, seed: 2);
        File.Copy(other.Directory.MetricsPath, _run.Directory.MetricsPath, overwrite: true);
        File.Copy(other.Directory.ProgressPath, _run.Directory.ProgressPath, overwrite: true);

        Resume();

        Warnings().ShouldHaveSingleItem().ShouldContain($"metrics.jsonl {NotWritten}");
    }

    [Theory]
    [InlineData("return_after")]
    [InlineData("seconds")]
    public void Resume_TableChanged_IsNamedWithItsMetrics(string column)
    {
        Kill(_run, InTraining);
        string[] lines = File.ReadAllLines(_run.Directory.ProgressPath);
        string[] cells = lines[2].Split(',');
        cells[Array.IndexOf(lines[0].Split(','), column)] = "12345";
        lines[2] = string.Join(',', cells);
        File.WriteAllLines(_run.Directory.ProgressPath, lines);

        Resume();

        string warning = Warnings().ShouldHaveSingleItem();
        warning.ShouldContain($"progress.csv and metrics.jsonl differ in iteration 1: {column} is 12345 in the one");
        warning.ShouldContain(Differ);
    }

    [Fact]
    public void Resume_TableDeleted_IsNamed()
    {
        Kill(_run, InTraining);
        File.Delete(_run.Directory.ProgressPath);

        Resume();

        Warnings().ShouldHaveSingleItem().ShouldContain("progress.csv lacks iteration 0, which metrics.jsonl has");
    }

    [Fact]
    public void Resume_CheckpointsOfAnEarlierVersion_AreTakenSilently()
    {
        Kill(_run, InTraining);
        foreach (StoredCheckpoint stored in _run.Directory.Checkpoints.List())
        {
            var file = SafetensorsFile.Read(stored.FullPath);
            file.Metadata.Remove(TrainingCheckpoint.CurvesName).ShouldBeTrue();
            file.Write(stored.FullPath);
        }

        Change("metrics.jsonl", "return_after");

        Resume();

        Warnings().ShouldBeEmpty();
    }

    [Fact]
    public void Resume_RowsLost_IsSaidOnceAndTheHashIsOverTheRest()
    {
        Kill(_run, InTraining);
        File.WriteAllLines(_run.Directory.MetricsPath, File.ReadAllLines(_run.Directory.MetricsPath)[1..]);
        Should.Throw<OperationCanceledException>(() => _run.Run(new TinyOptions { Resume = true, CancelAfter = 1, Log = _log }));
        _run.Directory.Continue();
        Warnings().ShouldHaveSingleItem().ShouldContain(NotWritten);
        _log.Lines.Clear();

        Resume();

        Warnings().ShouldBeEmpty();
        using var rest = new CurveHash();
        rest.Add(_run.Directory.ReadMetrics(string.Empty));
        Written("base").ShouldBe(rest.Current);
        _run.Directory.ReadMetrics(string.Empty).Count().ShouldBe(InTraining);
    }

    private static void Kill(TinyRun run, int reports, ulong seed = 1)
    {
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = reports, Seed = seed }));

        // A killed run says that it runs, and has no list of its curves.
        run.Directory.Continue();
    }

    private void Resume() => _run.Run(new TinyOptions { Resume = true, Log = _log });

    private string[] Warnings() =>
    [
        .. _log.Lines
            .Where(static said => said.Level == LogLevel.Warning)
            .Select(static said => said.Message)
            .Where(static said => said.Contains(NotWritten, StringComparison.Ordinal)
                || said.Contains(Differ, StringComparison.Ordinal)
                || said.Contains(" lacks iteration ", StringComparison.Ordinal)),
    ];

    /// <summary>What the newest checkpoint of a series says of its curve.</summary>
    private string Written(string series)
        => _run.Directory.Checkpoints.Read(_run.Directory.Checkpoints.List().Last(stored => stored.Series == series))
            .Metadata[TrainingCheckpoint.CurvesName];

    /// <summary>Another number in the first row.</summary>
    private void Change(string name, string key)
    {
        string path = _run.Directory.File(name);
        string[] lines = File.ReadAllLines(path);
        JsonObject row = JsonNode.Parse(lines[0])!.AsObject();
        row[key] = row[key]!.GetValue<double>() + 1;
        lines[0] = row.ToJsonString();
        File.WriteAllLines(path, lines);
    }
}
