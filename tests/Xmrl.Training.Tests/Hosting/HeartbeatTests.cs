using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Training.Tests.Hosting;

/// <summary>How far a run is belongs to its record, and never to its results.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private static readonly StageProgress s_third = new("training", 1, 4, 3, 10, "return 2") { Share = 0.25, SecondsLeft = 90 };

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Report_Progress_IsReadBack()
    {
        RunDirectory run = Create();

        new StageRecorder(run, new Sink(), _time).Report(s_third);

        RunHeartbeat beat = run.ReadHeartbeat().ShouldNotBeNull();
        (beat.Stage, beat.StageIndex, beat.StageCount, beat.Completed, beat.Total, beat.Share, beat.SecondsLeft, beat.Detail)
            .ShouldBe(("training", 1, 4, 3, 10, 0.25, 90, "return 2"));
        beat.At.ShouldBe(_time.GetUtcNow());
        beat.Run.ShouldBe(run.ReadIdentity()!.Hash);
    }

    [Fact]
    public void Report_WithinASecond_IsWrittenByTheNextOrByTheEnd()
    {
        RunDirectory run = Create();
        var recorder = new StageRecorder(run, new Sink(), _time);
        recorder.Report(s_third);

        recorder.Report(s_third with { Completed = 4 });
        run.ReadHeartbeat()!.Completed.ShouldBe(3);

        _time.Pass(TimeSpan.FromSeconds(1));
        recorder.Report(s_third with { Completed = 5 });
        run.ReadHeartbeat()!.Completed.ShouldBe(5);

        recorder.Report(s_third with { Completed = 6 });
        recorder.Flush();
        run.ReadHeartbeat()!.Completed.ShouldBe(6);
    }

    [Fact]
    public void Report_HeartbeatCannotBeWritten_PassesTheProgressOn()
    {
        RunDirectory run = Create();
        Directory.CreateDirectory(run.HeartbeatPath);
        var sink = new Sink();

        new StageRecorder(run, sink, _time).Report(s_third);

        sink.Seen.ShouldBe([s_third]);
        run.ReadHeartbeat().ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"stage\":null,\"stageIndex\":0,\"stageCount\":1,\"completed\":1,\"total\":1}")]
    [InlineData("{\"run\":\"another\",\"stage\":\"training\",\"stageIndex\":0,\"stageCount\":1,\"completed\":1,\"total\":1}")]
    public void Read_NoHeartbeatOfThisRun_IsNone(string text)
    {
        RunDirectory run = Create();
        File.WriteAllText(run.HeartbeatPath, text);

        run.ReadHeartbeat().ShouldBeNull();
    }

    [Fact]
    public void Run_Finished_HeartbeatSaysTheEndAndTheManifestDoesNotListIt()
    {
        using var run = new TinyRun();

        run.Run(new TinyOptions { Action = ExperimentAction.Train });

        RunHeartbeat beat = run.Directory.ReadHeartbeat().ShouldNotBeNull();
        (beat.Stage, beat.StageIndex, beat.StageCount, beat.Share).ShouldBe(("Evaluation", 1, 2, 1));
        run.Directory.Manifest.Entries.Keys.ShouldNotContain(RunHeartbeat.FileName);
        File.WriteAllText(run.Directory.HeartbeatPath, "damaged");
        RunCheck.Problems(run.Directory).ShouldBeEmpty();
    }

    private RunDirectory Create() => RunDirectory.Create(
        _folder["run"], force: false,
        new RunState { Phase = RunPhase.Running, Action = "train", Experiment = "drone", Seed = 1 },
        _time);

    private sealed class Sink : IProgress<StageProgress>
    {
        public List<StageProgress> Seen { get; } = [];

        public void Report(StageProgress value) => Seen.Add(value);
    }

    private sealed class ManualTime : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero) + _passed;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
