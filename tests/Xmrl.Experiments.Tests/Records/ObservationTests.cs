using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures.Runs;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>What an operator sees of a run: log levels and instruments.</summary>
public sealed class ObservationTests
{
    [Fact]
    public void Run_StoppedAndContinued_LogsEachLevelWhereItBelongs()
    {
        using var run = new TinyRun();
        var log = new ListLogger();
        Should.Throw<OperationCanceledException>(
            () => run.Run(new TinyOptions { Action = ExperimentAction.Train, SaveEvery = TimeSpan.Zero, CancelAfter = 2, Log = log }));
        run.Run(new TinyOptions { Action = ExperimentAction.Train, Resume = true, Log = log });

        log.Lines.ShouldContain((LogLevel.Debug, "base: checkpoint after iteration 1."));
        log.Lines.ShouldContain((LogLevel.Information, "base continues after iteration 2 of 4."));
        log.Lines.ShouldContain(line => line.Level == LogLevel.Information
            && line.Message.StartsWith("Finished in ", StringComparison.Ordinal));
        log.Lines.ShouldNotContain(line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Resume_CheckpointDamaged_Warns()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(
            () => run.Run(new TinyOptions { Action = ExperimentAction.Train, SaveEvery = TimeSpan.Zero, CancelAfter = 3 }));
        StoredCheckpoint newest = run.Directory.Checkpoints.List()[^1];
        byte[] bytes = File.ReadAllBytes(newest.FullPath);
        File.WriteAllBytes(newest.FullPath, bytes[..(bytes.Length / 2)]);
        var log = new ListLogger();

        run.Run(new TinyOptions { Action = ExperimentAction.Train, Resume = true, Log = log });

        log.Lines.ShouldContain(line => line.Level == LogLevel.Warning
            && line.Message.Contains("damaged or belongs elsewhere and is left out", StringComparison.Ordinal));
        log.Lines.ShouldContain((LogLevel.Information, "base continues after iteration 2 of 4."));
    }

    [Fact]
    public void Resume_StageResultDamaged_WarnsAndRepeatsIt()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(new TinyOptions { CancelAfter = 8 }));
        byte[] expected = File.ReadAllBytes(run.Directory.ExplanationPath);
        File.WriteAllText(run.Directory.ExplanationPath, "{}");
        var log = new ListLogger();

        run.Run(new TinyOptions { Resume = true, Log = log });

        log.Lines.ShouldContain((LogLevel.Warning, "explanation.json is not what Explanation stored: the stage is repeated."));
        File.ReadAllBytes(run.Directory.ExplanationPath).ShouldBe(expected);
        run.Directory.Manifest.Problems().ShouldBeEmpty();
    }

    /// <summary>Other tests may train at the same time in this process, hence at least.</summary>
    [Fact]
    public void Run_Listener_SeesEveryInstrument()
    {
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name is "Xmrl.Training" or "Xmrl.Runs")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        using var run = new TinyRun();

        run.Run(new TinyOptions { Action = ExperimentAction.Train });

        sums["xmrl.iterations"].ShouldBeGreaterThanOrEqualTo(4);
        sums["xmrl.environment.steps"].ShouldBeGreaterThanOrEqualTo(run.Directory.ReadMetrics("").Last().Values["interactions"]);
        sums["xmrl.checkpoint.size"].ShouldBeGreaterThanOrEqualTo(new FileInfo(run.Directory.Checkpoints.PathOf(4, "base")).Length);
        foreach (string name in new[] { "xmrl.iteration.duration", "xmrl.phase.time", "xmrl.return.after", "xmrl.checkpoint.duration" })
        {
            sums.ShouldContainKey(name);
        }
    }
}
