using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Runs.Tests.Records;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadLatest_NothingSaved_IsNull()
    {
        new CheckpointStore(_folder["checkpoints"]).LoadLatest(NullLogger.Instance).ShouldBeNull();
    }

    [Fact]
    public void Save_MoreThanKept_KeepsTheLastOfEachSeries()
    {
        CheckpointStore store = Filled();
        store.Save(7, Content(7), series: "other");

        store.LoadLatest(NullLogger.Instance)!.Value.Iteration.ShouldBe(30);
        store.LoadLatest(NullLogger.Instance, "other")!.Value.Iteration.ShouldBe(7);
        File.Exists(store.PathOf(10)).ShouldBeFalse();
        File.Exists(store.PathOf(20)).ShouldBeTrue();
    }

    [Fact]
    public void LoadLatest_NewestDamaged_WarnsAndTakesTheOneBefore()
    {
        CheckpointStore store = Filled();
        byte[] bytes = File.ReadAllBytes(store.PathOf(30));
        bytes[^1] ^= 1;
        File.WriteAllBytes(store.PathOf(30), bytes);
        var log = new CountingLogger();

        (long iteration, SafetensorsFile content) = store.LoadLatest(log)!.Value;

        iteration.ShouldBe(20);
        content["theta"].Values<double>().ShouldBe([20.0]);
        log.Warnings.ShouldBe(1);
    }

    [Fact]
    public void LoadLatest_AllDamaged_Throws()
    {
        CheckpointStore store = Filled();
        File.WriteAllText(store.PathOf(20), "");
        File.WriteAllText(store.PathOf(30), "");

        Should.Throw<InvalidDataException>(() => store.LoadLatest(NullLogger.Instance));
    }

    [Theory]
    [InlineData("other", 3, "belongs to series other; expected series base.")]
    [InlineData("base", 2, "belongs to iteration 2; expected iteration 3.")]
    public void LoadLatest_FileOfAnotherSeriesOrIteration_WarnsAndTakesTheOneBefore(string series, long iteration, string expected)
    {
        RunDirectory run = Run("run", 1);
        run.Checkpoints.Save(2, Content(2), "base");
        run.Checkpoints.Save(iteration, Content(0), series);
        File.Copy(run.Checkpoints.PathOf(iteration, series), run.Checkpoints.PathOf(3, "base"), overwrite: true);
        var log = new CountingLogger();

        run.Checkpoints.LoadLatest(log, "base")!.Value.Iteration.ShouldBe(2);

        log.Last.ShouldContain(expected);
        log.Warnings.ShouldBe(1);
    }

    [Fact]
    public void LoadLatest_FileOfAnotherRunAlone_IsRefusedWithBothRuns()
    {
        (RunDirectory run, RunDirectory other) = (Run("run", 1), Run("other", 2));
        run.Checkpoints.Save(2, Content(2), "base");
        other.Checkpoints.Save(2, Content(3), "base");
        File.Copy(other.Checkpoints.PathOf(2, "base"), run.Checkpoints.PathOf(2, "base"), overwrite: true);

        Should.Throw<InvalidDataException>(() => run.Checkpoints.LoadLatest(NullLogger.Instance, "base")).Message
            .ShouldContain(
                $"belongs to run {other.ReadIdentity()!.Hash[..16]}, seed 2; expected run {run.ReadIdentity()!.Hash[..16]}, seed 1.");
    }

    [Fact]
    public void LoadLatest_NewestOfAFinishedRunIsGone_SaysSo()
    {
        RunDirectory run = Run("run", 1);
        run.Checkpoints.Save(2, Content(2), "base");
        run.Checkpoints.Save(3, Content(3), "base");
        run.Finish(RunPhase.Done, "");
        File.Delete(run.Checkpoints.PathOf(3, "base"));
        var log = new CountingLogger();

        run.Checkpoints.LoadLatest(log, "base")!.Value.Iteration.ShouldBe(2);

        log.Last.ShouldContain("checkpoints/base-iteration-00000003.safetensors is missing");
    }

    [Fact]
    public void Save_SameRequestInAnotherFolder_LeavesTheSameBytes()
    {
        (RunDirectory run, RunDirectory again) = (Run("run", 1), Run("again", 1));
        run.Checkpoints.Save(2, Content(2), "base");
        again.Checkpoints.Save(2, Content(2), "base");

        File.ReadAllBytes(again.Checkpoints.PathOf(2, "base")).ShouldBe(File.ReadAllBytes(run.Checkpoints.PathOf(2, "base")));
    }

    [Fact]
    public void List_SeveralSeries_NamesEachCheckpointAndNothingElse()
    {
        CheckpointStore store = Filled();
        store.Save(7, Content(7), series: "retrain-xmrl");
        string[] names =
        [
            "x.safetensors",
            "iteration-7.safetensors",
            "a b-iteration-00000007.safetensors",
            ".iteration-00000009.safetensors.1-1.tmp",
        ];
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(store.FolderPath, name), "");
        }

        store.List().Select(checkpoint => (checkpoint.Series, checkpoint.Iteration)).ShouldBe([("", 20), ("", 30), ("retrain-xmrl", 7)]);
        store.List().ShouldAllBe(checkpoint => File.Exists(checkpoint.FullPath));
    }

    [Fact]
    public void PathOf_SeriesWithFolder_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new CheckpointStore(_folder.FullPath).PathOf(0, "../x"));
    }

    private RunDirectory Run(string name, ulong seed)
        => RunDirectory.Create(_folder[name], force: false, new RunState { Phase = RunPhase.Running, Seed = seed });

    private CheckpointStore Filled()
    {
        var store = new CheckpointStore(_folder["checkpoints"]);
        foreach (int iteration in new[] { 10, 20, 30 })
        {
            store.Save(iteration, Content(iteration));
        }

        return store;
    }

    private static SafetensorsFile Content(double value) => new() { Tensors = { ["theta"] = StoredTensor.Of<double>([value]) } };

    private sealed class CountingLogger : ILogger
    {
        public int Warnings { get; private set; }

        public string Last { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Warnings += logLevel == LogLevel.Warning ? 1 : 0;
            Last = formatter(state, exception);
        }
    }
}
